-- iOS 7 to 9: seconds since 2001; events of groups, voice messages, guids of what was deleted
CREATE TABLE message(ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT, text TEXT, handle_id INTEGER DEFAULT 0, subject TEXT, attributedBody BLOB, service TEXT, account TEXT,
    error INTEGER DEFAULT 0, date INTEGER, date_read INTEGER, date_delivered INTEGER, is_delivered INTEGER DEFAULT 0, is_from_me INTEGER DEFAULT 0, is_read INTEGER DEFAULT 0,
    is_sent INTEGER DEFAULT 0, was_downgraded INTEGER DEFAULT 0, cache_roomnames TEXT, is_audio_message INTEGER DEFAULT 0, is_played INTEGER DEFAULT 0, date_played INTEGER,
    item_type INTEGER DEFAULT 0, other_handle INTEGER DEFAULT -1, group_title TEXT, group_action_type INTEGER DEFAULT 0, share_status INTEGER DEFAULT 0, share_direction INTEGER DEFAULT 0,
    is_expirable INTEGER DEFAULT 0, expire_state INTEGER DEFAULT 0, message_action_type INTEGER DEFAULT 0);
CREATE TABLE handle(ROWID INTEGER PRIMARY KEY, id TEXT, country TEXT, service TEXT, uncanonicalized_id TEXT);
CREATE TABLE chat(ROWID INTEGER PRIMARY KEY, guid TEXT, style INTEGER, chat_identifier TEXT, display_name TEXT, is_filtered INTEGER DEFAULT 0);
CREATE TABLE chat_message_join(chat_id INTEGER, message_id INTEGER);
CREATE TABLE chat_handle_join(chat_id INTEGER, handle_id INTEGER);
CREATE TABLE attachment(ROWID INTEGER PRIMARY KEY, guid TEXT, created_date INTEGER, filename TEXT, uti TEXT, mime_type TEXT, transfer_state INTEGER, transfer_name TEXT, total_bytes INTEGER);
CREATE TABLE message_attachment_join(message_id INTEGER, attachment_id INTEGER);
CREATE TABLE deleted_messages(ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT);
INSERT INTO handle VALUES (1, '+447700900111', 'gb', 'iMessage', '07700 900111'), (2, '+447700900222', 'gb', 'SMS', NULL);
INSERT INTO chat VALUES (1, 'iMessage;+;chat5', 43, 'chat5', 'Crew', 0), (2, 'SMS;-;+447700900222', 45, '+447700900222', '', 1);
INSERT INTO chat_handle_join VALUES (1, 1), (1, 2), (2, 2);
INSERT INTO message(ROWID, guid, handle_id, service, date, item_type, group_action_type, other_handle) VALUES (1, 'a', 1, 'iMessage', 450000000, 1, 1, 2);
INSERT INTO message(ROWID, guid, handle_id, service, date, item_type, group_action_type) VALUES (2, 'b', 1, 'iMessage', 450000060, 3, 0);
INSERT INTO message(ROWID, guid, handle_id, service, date, is_audio_message, is_played, date_played) VALUES (3, 'c', 1, 'iMessage', 450000120, 1, 1, 450000180);
INSERT INTO message(ROWID, guid, text, handle_id, service, date, is_from_me, is_sent, was_downgraded) VALUES (4, 'd', 'Fell back to SMS', 2, 'SMS', 450000240, 1, 1, 1);
INSERT INTO message(ROWID, guid, handle_id, service, date, item_type, share_status, share_direction) VALUES (5, 'e', 1, 'iMessage', 450000300, 4, 1, 1);
INSERT INTO message(ROWID, guid, handle_id, service, date, item_type, other_handle) VALUES (6, 'f', 1, 'iMessage', 450000360, 1, 1);
INSERT INTO chat_message_join VALUES (1, 1), (1, 2), (1, 3), (2, 4), (1, 5), (1, 6);
INSERT INTO attachment VALUES (1, 'at-c', 450000120, '~/Library/SMS/Attachments/aa/00/at-c/Audio Message.amr', 'org.3gpp.adaptive-multi-rate-audio', 'audio/amr', 5, 'Audio Message.amr', 900);
INSERT INTO message_attachment_join VALUES (3, 1);
INSERT INTO deleted_messages VALUES (1, 'gone');
