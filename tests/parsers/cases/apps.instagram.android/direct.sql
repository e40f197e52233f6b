CREATE TABLE messages(_id INTEGER PRIMARY KEY, user_id TEXT, server_item_id TEXT, thread_id TEXT, timestamp TEXT, message_type TEXT, text TEXT, message TEXT);
CREATE TABLE threads(_id INTEGER PRIMARY KEY, thread_id TEXT, thread_info TEXT);
CREATE TABLE session(user_id TEXT);
INSERT INTO messages VALUES (1, '1000', 'i1', 't1', '1700000000000001', 'text', 'Hello', '{"user_id":"2002"}'), (2, '1000', 'i2', 't1', '1700000001000000', 'text', 'Hi', '{"user_id":"1000"}'), (3, '1000', 'i3', 't2', '1700000002000000', 'media', NULL, 'not json');
INSERT INTO threads VALUES (1, 't1', '{"users":[{"id":"2002","username":"ada.example"}]}');
INSERT INTO session VALUES ('1000');
