CREATE TABLE _user_info(facebook_user_id INTEGER);
CREATE TABLE contacts(id INTEGER, name TEXT);
INSERT INTO contacts VALUES (200, 'Maya');
CREATE TABLE messages(timestamp_ms INTEGER, sender_id INTEGER, text TEXT, thread_key INTEGER, message_id TEXT);
INSERT INTO _user_info VALUES (100);
INSERT INTO messages VALUES (1678307200000, 200, 'Hello', 9, 'mid.1'), (1678307260000, 100, 'Hi', 9, 'mid.2');
