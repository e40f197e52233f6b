-- iOS 18: RCS, satellite, reactions with any emoji, messages to be sent later, messages got back from the bin
CREATE TABLE message(ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT, text TEXT, handle_id INTEGER DEFAULT 0, attributedBody BLOB, service TEXT, account TEXT, error INTEGER DEFAULT 0,
    date INTEGER, date_read INTEGER, date_delivered INTEGER, is_delivered INTEGER DEFAULT 0, is_from_me INTEGER DEFAULT 0, is_read INTEGER DEFAULT 0, is_sent INTEGER DEFAULT 0,
    item_type INTEGER DEFAULT 0, associated_message_guid TEXT, associated_message_type INTEGER DEFAULT 0, associated_message_emoji TEXT, message_summary_info BLOB, date_edited INTEGER,
    date_retracted INTEGER, is_stewie INTEGER DEFAULT 0, is_sos INTEGER DEFAULT 0, schedule_type INTEGER DEFAULT 0, schedule_state INTEGER DEFAULT 0, sent_or_received_off_grid INTEGER DEFAULT 0,
    date_recovered INTEGER, is_pending_satellite_send INTEGER DEFAULT 0, group_action_type INTEGER DEFAULT 0);
CREATE TABLE handle(ROWID INTEGER PRIMARY KEY, id TEXT, service TEXT);
CREATE TABLE chat(ROWID INTEGER PRIMARY KEY, guid TEXT, style INTEGER, chat_identifier TEXT, display_name TEXT, is_recovered INTEGER);
CREATE TABLE chat_message_join(chat_id INTEGER, message_id INTEGER, message_date INTEGER);
CREATE TABLE chat_recoverable_message_join(chat_id INTEGER, message_id INTEGER, delete_date INTEGER, ck_sync_state INTEGER);
INSERT INTO handle VALUES (1, '+447700900111', 'RCS');
INSERT INTO chat VALUES (1, 'any;-;+447700900111', 45, '+447700900111', '', 0);
INSERT INTO message(ROWID, guid, text, handle_id, service, date) VALUES (1, 'A', 'From a green phone', 1, 'RCS', 700000000000000000);
INSERT INTO message(ROWID, guid, text, handle_id, service, date, sent_or_received_off_grid) VALUES (2, 'B', 'At sea', 1, 'iMessageLite', 700000060000000000, 1);
INSERT INTO message(ROWID, guid, text, handle_id, service, date, is_from_me, is_sent, is_stewie) VALUES (3, 'C', 'Help', 1, 'iMessage', 700000120000000000, 1, 1, 1);
INSERT INTO message(ROWID, guid, text, handle_id, service, date, associated_message_guid, associated_message_type, associated_message_emoji) VALUES
    (4, 'D', 'Reacted 🛟 to “Help”', 1, 'iMessage', 700000180000000000, 'p:0/C', 2006, '🛟'), (5, 'E', NULL, 1, 'iMessage', 700000240000000000, 'p:0/C', 2007, NULL);
INSERT INTO message(ROWID, guid, text, service, date, is_from_me, schedule_type, schedule_state) VALUES (6, 'F', 'Tomorrow', 'iMessage', 700086400000000000, 1, 2, 1);
INSERT INTO message(ROWID, guid, text, handle_id, service, date, date_recovered) VALUES (7, 'G', 'Back again', 1, 'RCS', 700000300000000000, 700000900000000000);
INSERT INTO message(ROWID, guid, text, handle_id, service, date) VALUES (8, 'H', 'In the bin', 1, 'RCS', 700000360000000000);
INSERT INTO message(ROWID, guid, text, service, date, is_from_me, is_pending_satellite_send) VALUES (9, 'I', 'Not yet gone', 'iMessageLite', 700000420000000000, 1, 1);
INSERT INTO message(ROWID, guid, handle_id, service, date, item_type, group_action_type) VALUES
    (10, 'J', 1, 'iMessage', 700000480000000000, 3, 4), (11, 'K', 1, 'iMessage', 700000540000000000, 3, 6), (12, 'L', 1, 'iMessage', 700000600000000000, 3, 9);
CREATE TABLE sync_deleted_attachments(ROWID INTEGER PRIMARY KEY AUTOINCREMENT UNIQUE, guid TEXT NOT NULL, recordID TEXT);
INSERT INTO sync_deleted_attachments VALUES (1, 'at_0_M', 'r1');
CREATE TABLE unsynced_removed_recoverable_messages(ROWID INTEGER PRIMARY KEY AUTOINCREMENT UNIQUE, chat_guid TEXT NOT NULL, message_guid TEXT NOT NULL, part_index INTEGER);
INSERT INTO unsynced_removed_recoverable_messages VALUES (1, 'any;-;+447700900111', 'N', NULL);
INSERT INTO chat_message_join VALUES (1, 1, 0), (1, 2, 0), (1, 3, 0), (1, 4, 0), (1, 5, 0), (1, 6, 0), (1, 7, 0), (1, 9, 0), (1, 10, 0), (1, 11, 0), (1, 12, 0);
INSERT INTO chat_recoverable_message_join VALUES (1, 8, 700001000000000000, 0);
