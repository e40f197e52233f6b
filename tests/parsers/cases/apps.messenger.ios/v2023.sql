CREATE TABLE client_messages(display_ts_ms INTEGER, sender_contact_pk INTEGER, thread_pk INTEGER, text TEXT, message_content_type INTEGER);
INSERT INTO client_messages VALUES (1678307200000, 7, 9, 'Hello', 1);
