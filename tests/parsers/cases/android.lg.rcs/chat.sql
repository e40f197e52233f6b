CREATE TABLE message(_id INTEGER PRIMARY KEY, message_id TEXT, thread_id INTEGER, date INTEGER, address TEXT, body TEXT, read INTEGER, is_file INTEGER);
CREATE TABLE file_info(message_id TEXT, file_name TEXT, file_path TEXT, file_size INTEGER);
INSERT INTO message VALUES (1, 'x1', 2, 1500000000000, '+15555550101', NULL, 1, 1);
INSERT INTO file_info VALUES ('x1', 'b.jpg', '/storage/emulated/0/b.jpg', 77);
