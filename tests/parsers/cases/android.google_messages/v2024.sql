-- Google Messages of 2024, the columns that are read
CREATE TABLE participants(_id INTEGER PRIMARY KEY, sub_id INT, normalized_destination TEXT, send_destination TEXT, display_destination TEXT, full_name TEXT);
CREATE TABLE conversations(_id INTEGER PRIMARY KEY, name TEXT, participant_normalized_destination TEXT, latest_message_id INT, draft_snippet_text TEXT);
CREATE TABLE messages(_id INTEGER PRIMARY KEY, conversation_id INT, sender_id INT, self_id INT, sent_timestamp INT, received_timestamp INT, message_protocol INT,
    message_status INT, seen INT, read INT, sms_message_uri TEXT, mms_subject TEXT, rcs_message_id TEXT);
CREATE TABLE parts(_id INTEGER PRIMARY KEY, message_id INT, text TEXT, uri TEXT, content_type TEXT, longitude REAL DEFAULT 0, latitude REAL DEFAULT 0, file_name TEXT,
    file_size_bytes INT, local_cache_path TEXT);
CREATE TABLE conversation_participants(_id INTEGER PRIMARY KEY, conversation_id INT, participant_id INT, rcs_group_join_status INT);
CREATE TABLE message_reactions(_id INTEGER PRIMARY KEY, message_id INTEGER, reactions_data BLOB, reacted_message_id INTEGER);
CREATE TABLE message_replies(message_id INTEGER, replied_to_message_id INTEGER, replied_to_rcs_message_id TEXT);
CREATE TABLE scheduled_send(_id INTEGER PRIMARY KEY, message_id INTEGER, conversation_id INTEGER, scheduled_time INTEGER, status INTEGER, creation_time INTEGER);
CREATE TABLE participants_audit_log(_id INTEGER PRIMARY KEY, operation_datetime INT, operation_type INTEGER, participant_id INTEGER, sub_id INT, normalized_destination TEXT, send_destination TEXT, full_name TEXT);
INSERT INTO participants VALUES (1, 1, '+447700900100', '+447700900100', '07700 900100', NULL);
INSERT INTO participants VALUES (2, -2, '+447700900123', '07700900123', '07700 900123', 'Ada');
INSERT INTO conversations VALUES (9, 'Ada', '+447700900123', 12, 'not finish');
INSERT INTO messages VALUES (10, 9, 2, 1, 1700000000000, 1700000001000, 3, 100, 1, 1, NULL, NULL, 'rcs-10');
INSERT INTO messages VALUES (11, 9, 1, 1, 1700000060000, 1700000060000, 0, 1, 1, 1, 'content://sms/77', NULL, NULL);
INSERT INTO messages VALUES (12, 9, NULL, 1, 0, 1700000070000, 1, 106, 0, 0, 'content://mms/5', 'Look', NULL);
INSERT INTO parts VALUES (1, 10, 'Hi', NULL, 'text/plain', 0, 0, NULL, NULL, NULL);
INSERT INTO parts VALUES (2, 10, NULL, 'content://x/1', 'image/jpeg', 0, 0, 'a.jpg', 999, '/data/user/0/com.google.android.apps.messaging/cache/a.jpg');
INSERT INTO parts VALUES (3, 11, NULL, NULL, 'application/vnd.gsma.rcspushlocation+xml', -0.125, 51.5, NULL, NULL, NULL);
INSERT INTO conversation_participants VALUES (1, 9, 2, 0);
INSERT INTO message_reactions VALUES (1, 11, x'0a060a04f09f918d', 11);
INSERT INTO message_replies VALUES (11, 10, 'rcs-10');
INSERT INTO scheduled_send VALUES (1, 12, 9, 1700003600000, 0, 1700000000000);
INSERT INTO participants_audit_log VALUES (1, 1700000500000, 3, 4, -2, '+447700900125', NULL, 'Left Person');
-- where a part says that its file lies, in the order in which the columns are asked
ALTER TABLE parts ADD COLUMN storage_uri TEXT;
ALTER TABLE parts ADD COLUMN output_uri TEXT;
ALTER TABLE parts ADD COLUMN original_uri TEXT;
INSERT INTO parts VALUES (4, 12, NULL, NULL, 'image/png', 0, 0, NULL, NULL, NULL, 'content://s/4', 'content://o/4', 'content://g/4');
INSERT INTO parts VALUES (5, 12, NULL, NULL, 'image/png', 0, 0, NULL, NULL, NULL, NULL, 'content://o/5', 'content://g/5');
INSERT INTO parts VALUES (6, 12, NULL, NULL, 'image/png', 0, 0, NULL, NULL, NULL, NULL, NULL, 'content://g/6');
CREATE TABLE vmt(part_id INTEGER, vmt_status INTEGER, text TEXT, locale TEXT);
INSERT INTO vmt VALUES (5, 1, 'words that were spoken', 'en');
