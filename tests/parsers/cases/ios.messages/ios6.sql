-- iOS 6: seconds since 2001, no archive of the text, no conversation kept for message 2
CREATE TABLE message(ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT, text TEXT, handle_id INTEGER, subject TEXT, service TEXT,
    account TEXT, error INTEGER, date INTEGER, date_read INTEGER, date_delivered INTEGER, is_from_me INTEGER, is_read INTEGER,
    is_sent INTEGER, is_delivered INTEGER, was_deduplicated INTEGER);
CREATE TABLE handle(ROWID INTEGER PRIMARY KEY, id TEXT, service TEXT);
CREATE TABLE chat(ROWID INTEGER PRIMARY KEY, guid TEXT, style INTEGER, chat_identifier TEXT);
CREATE TABLE chat_message_join(chat_id INTEGER, message_id INTEGER);
INSERT INTO handle VALUES (1, '+15555550123', 'SMS');
INSERT INTO chat VALUES (1, 'SMS;-;+15555550123', 45, '+15555550123');
INSERT INTO message(ROWID, guid, text, handle_id, service, date, is_from_me, is_read) VALUES (1, 'a', 'in 2012', 1, 'SMS', 370000000, 0, 1);
INSERT INTO message(ROWID, guid, text, handle_id, service, date, is_from_me, is_sent, error) VALUES (2, 'b', '', 1, 'SMS', 370000060, 1, 1, 0);
INSERT INTO chat_message_join VALUES (1, 1);
