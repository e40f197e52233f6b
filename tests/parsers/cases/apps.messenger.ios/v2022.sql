CREATE TABLE _user_info(facebook_user_id INTEGER);
CREATE TABLE contacts(id INTEGER, name TEXT);
CREATE TABLE client_messages(display_ts_ms INTEGER, sender_contact_pk INTEGER, thread_pk INTEGER, text TEXT, message_content_type INTEGER, message_id TEXT);
INSERT INTO _user_info VALUES (100);
INSERT INTO contacts VALUES (200, 'Maya');
INSERT INTO client_messages VALUES (1678307200000, 200, 9, 'Hello', 1, 'mid.1'), (1678307260000, 100, 9, 'Hi', 1, 'mid.2');
