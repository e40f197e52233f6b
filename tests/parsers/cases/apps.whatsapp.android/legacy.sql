-- WhatsApp before 2022; the newer table has the placeholder alone
CREATE TABLE jid(_id INTEGER PRIMARY KEY, raw_string TEXT);
CREATE TABLE chat(_id INTEGER PRIMARY KEY, jid_row_id INTEGER, subject TEXT);
CREATE TABLE message(_id INTEGER PRIMARY KEY, chat_row_id INTEGER, from_me INTEGER, key_id TEXT, sender_jid_row_id INTEGER, status INTEGER, timestamp INTEGER, message_type INTEGER, text_data TEXT);
CREATE TABLE messages(_id INTEGER PRIMARY KEY, key_remote_jid TEXT, key_from_me INTEGER, key_id TEXT, status INTEGER, data TEXT, timestamp INTEGER, media_url TEXT, media_mime_type TEXT,
    media_wa_type TEXT, media_size INTEGER, media_name TEXT, media_caption TEXT, latitude REAL, longitude REAL, remote_resource TEXT, receipt_device_timestamp INTEGER, read_device_timestamp INTEGER);
INSERT INTO message VALUES (1, -1, 0, '-1', -1, -1, 0, -1, NULL);
INSERT INTO messages VALUES (1, '-1', 0, '-1', -1, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO messages VALUES (2, '447700900123@s.whatsapp.net', 1, 'K2', 5, 'Hello', 1500000000000, NULL, NULL, '0', NULL, NULL, NULL, 0, 0, NULL, 1500000001000, -1);
INSERT INTO messages VALUES (3, '1-2@g.us', 0, 'K3', 0, NULL, 1500000100000, 'https://x.example/1', 'image/jpeg', '1', 50, 'IMG-1.jpg', 'look', 0, 0, '447700900124@s.whatsapp.net', 0, 0);
INSERT INTO messages VALUES (4, '447700900123@s.whatsapp.net', 0, 'K4', 0, NULL, 1500000200000, NULL, NULL, '5', NULL, 'Harbour', NULL, 51.5, -0.125, NULL, 0, 0);
INSERT INTO messages VALUES (5, '1-2@g.us', 1, 'K5', 6, NULL, 1500000300000, NULL, NULL, '0', 11, NULL, NULL, 0, 0, NULL, 0, 0);
-- a call of the old kind: its status is that of a notice, its size no action; and one message not sent yet
INSERT INTO messages VALUES (6, '447700900123@s.whatsapp.net', 1, 'call:K6', 6, NULL, 1500000400000, 'call_screen_presented', NULL, '8', 1, '2132', 'audio', 0, 0, NULL, 0, 0);
INSERT INTO messages VALUES (7, '447700900123@s.whatsapp.net', 1, 'K7', 0, 'Later', 1500000500000, NULL, NULL, '0', NULL, NULL, NULL, 0, 0, NULL, 0, 0);
-- an answer, and what it quotes; a quote whose answer is gone
ALTER TABLE messages ADD COLUMN quoted_row_id INTEGER;
UPDATE messages SET quoted_row_id = 1 WHERE _id = 2;
CREATE TABLE messages_quotes(_id INTEGER PRIMARY KEY AUTOINCREMENT, key_remote_jid TEXT NOT NULL, key_from_me INTEGER, key_id TEXT NOT NULL, data TEXT, timestamp INTEGER, media_mime_type TEXT, media_caption TEXT, remote_resource TEXT);
INSERT INTO messages_quotes VALUES (1, '447700900123@s.whatsapp.net', 0, 'K0', 'asked before', 1499999999000, NULL, NULL, NULL), (2, '447700900123@s.whatsapp.net', 0, 'K9', NULL, 1499999998000, 'image/jpeg', 'of a picture', NULL);
