CREATE TABLE _user_info(facebook_user_id INTEGER);
CREATE TABLE contacts(id INTEGER, name TEXT, secondary_name TEXT, is_messenger_user INTEGER);
CREATE TABLE thread_messages(timestamp_ms INTEGER, sender_id INTEGER, text TEXT, thread_key INTEGER, message_id TEXT, has_attachment INTEGER);
CREATE TABLE attachments(message_id TEXT, filename TEXT, filesize INTEGER, title_text TEXT, subtitle_text TEXT);
INSERT INTO _user_info VALUES (100);
INSERT INTO contacts VALUES (200, 'Maya', '', 1);
INSERT INTO thread_messages VALUES (1678307200000, 200, 'Hello', 200, 'mid.1', 0), (1678307260000, 100, NULL, 200, 'mid.2', 1);
INSERT INTO attachments VALUES ('mid.2', NULL, NULL, 'You called Maya', '2:10');
