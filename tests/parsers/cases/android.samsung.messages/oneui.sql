-- An SMS received, an MMS sent with a picture, an RCS message whose box has no described code, a part of a removed one.
CREATE TABLE messages (_id INTEGER PRIMARY KEY AUTOINCREMENT, conversation_id INTEGER, recipients TEXT, message_box_type INTEGER, message_type INTEGER, message_status INTEGER, created_timestamp INTEGER, sent_timestamp INTEGER, updated_timestamp INTEGER, scheduled_timestamp INTEGER, remote_message_uri TEXT, is_read INTEGER, message_size INTEGER, creator TEXT, remote_creator TEXT, req_app_id INTEGER, sim_slot INTEGER, using_mode INTEGER);
CREATE TABLE parts (_id INTEGER PRIMARY KEY AUTOINCREMENT, message_id INTEGER, conversation_id INTEGER, content_type TEXT, content_uri TEXT, text TEXT, file_name TEXT, size INTEGER);
CREATE TABLE recipients (_id INTEGER PRIMARY KEY, address TEXT, cache_name TEXT);
INSERT INTO messages VALUES (1, 4, '+15550100001', 100, 10, 1301, 1700000001000, 1700000000000, 0, 0, 'content://sms/17', 1, 0, 'com.samsung.android.messaging', NULL, 0, 0, 0);
INSERT INTO messages VALUES (2, 4, '+15550100001', 102, 12, 1102, 1700000100000, 0, 0, 0, 'content://mms/5', 1, 20480, 'com.samsung.android.messaging', NULL, 0, 0, 0);
INSERT INTO messages VALUES (3, 5, '+15550100002', 101, 13, 1000, 1700000200000, 0, 0, 0, '', 0, 0, NULL, NULL, 0, 0, 0);
INSERT INTO parts VALUES (1, 1, 4, 'text/plain', NULL, 'At the quay at nine', NULL, 0);
INSERT INTO parts VALUES (2, 2, 4, 'text/plain', NULL, 'See this', NULL, 0);
INSERT INTO parts VALUES (3, 2, 4, 'image/jpeg', 'content://mms/part/9', NULL, 'quay.jpg', 20400);
INSERT INTO parts VALUES (4, 9, 7, 'text/plain', NULL, 'a text whose message is gone', NULL, 0);
