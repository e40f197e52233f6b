CREATE TABLE messages(msg_id INTEGER PRIMARY KEY, conv_id TEXT, type INTEGER, create_time INTEGER, send_time INTEGER, direction INTEGER, status INTEGER, payload TEXT);
-- payload: base64 of a protobuf, with field 21 (its field 1 the sender's id) where the message was received
INSERT INTO messages VALUES (1, 'c', 0, 1700000000000, 0, 2, 1, 'CgF4qgENCgZwZWVyLTESA0FkYQ=='), (2, 'c', 3, 1700000001000, 1700000002000, 1, 1, 'CgF4KgJIaQ=='), (3, 'c', 99, 1700000003000, 0, 1, 1, NULL);
