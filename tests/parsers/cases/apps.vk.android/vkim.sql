CREATE TABLE messages (local_id INTEGER PRIMARY KEY, vk_id INTEGER, cnv_msg_id INTEGER, dialog_id INTEGER, time INTEGER, from_member_type INTEGER, from_member_id INTEGER, is_incoming INTEGER, body TEXT, attach BLOB, nested BLOB);
CREATE TABLE groups (id INTEGER PRIMARY KEY, title TEXT);
INSERT INTO groups VALUES (55, 'Example news');
INSERT INTO messages VALUES (1, 900, 1, 77, 1700000000000, 1, 77, 1, 'Hello', NULL, NULL);
INSERT INTO messages VALUES (2, 901, 2, 77, 1700000100, 1, 11, 0, 'Hi', NULL, NULL);
INSERT INTO messages VALUES (3, 902, 3, -55, 1700000200000, 3, 55, 1, 'News', NULL, NULL);
