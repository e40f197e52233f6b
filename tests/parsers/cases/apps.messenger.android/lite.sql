CREATE TABLE messages(_id INTEGER PRIMARY KEY, message_id TEXT, thread_key TEXT, timestamp INTEGER, user_id TEXT, snippet TEXT);
INSERT INTO messages VALUES (4, 'mm', 'ONE:2002', 1700000000000, '2002', 'Short text');
