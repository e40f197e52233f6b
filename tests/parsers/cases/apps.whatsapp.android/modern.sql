-- WhatsApp since 2022, the columns that are read
CREATE TABLE jid(_id INTEGER PRIMARY KEY, user TEXT, server TEXT, raw_string TEXT);
CREATE TABLE chat(_id INTEGER PRIMARY KEY, jid_row_id INTEGER, subject TEXT);
CREATE TABLE message(_id INTEGER PRIMARY KEY, chat_row_id INTEGER, from_me INTEGER, key_id TEXT, sender_jid_row_id INTEGER, status INTEGER, timestamp INTEGER,
    received_timestamp INTEGER, receipt_server_timestamp INTEGER, message_type INTEGER, text_data TEXT, starred INTEGER);
CREATE TABLE message_media(message_row_id INTEGER PRIMARY KEY, file_path TEXT, file_size INTEGER, file_length INTEGER, mime_type TEXT, media_name TEXT, media_caption TEXT, file_hash TEXT, media_duration INTEGER);
CREATE TABLE message_vcard(_id INTEGER PRIMARY KEY, message_row_id INTEGER, vcard TEXT);
CREATE TABLE message_location(message_row_id INTEGER PRIMARY KEY, latitude REAL, longitude REAL, place_name TEXT, place_address TEXT, url TEXT, live_location_share_duration INTEGER,
    live_location_sequence_number INTEGER, live_location_final_latitude REAL, live_location_final_longitude REAL, live_location_final_timestamp INTEGER);
CREATE TABLE message_revoked(message_row_id INTEGER PRIMARY KEY, revoked_key_id TEXT, revoke_timestamp INTEGER);
CREATE TABLE message_edit_info(message_row_id INTEGER PRIMARY KEY, original_key_id TEXT, edited_timestamp INTEGER);
CREATE TABLE message_quoted(message_row_id INTEGER PRIMARY KEY, key_id TEXT, text_data TEXT);
CREATE TABLE receipt_user(_id INTEGER PRIMARY KEY, message_row_id INTEGER, receipt_user_jid_row_id INTEGER, receipt_timestamp INTEGER, read_timestamp INTEGER, played_timestamp INTEGER);
CREATE TABLE message_add_on(_id INTEGER PRIMARY KEY, chat_row_id INTEGER, from_me INTEGER, key_id TEXT, sender_jid_row_id INTEGER, parent_message_row_id INTEGER, timestamp INTEGER, message_add_on_type INTEGER);
CREATE TABLE message_add_on_reaction(message_add_on_row_id INTEGER PRIMARY KEY, reaction TEXT);
CREATE TABLE call_log(_id INTEGER PRIMARY KEY, jid_row_id INTEGER, from_me INTEGER, call_id TEXT, timestamp INTEGER, video_call INTEGER, duration INTEGER, call_result INTEGER, group_jid_row_id INTEGER);
CREATE TABLE call_log_participant_v2(_id INTEGER PRIMARY KEY, call_log_row_id INTEGER, jid_row_id INTEGER, call_result INTEGER);
CREATE TABLE message_ftsv2_content(docid INTEGER PRIMARY KEY, c0content, c1fts_jid, c2fts_namespace);
INSERT INTO jid VALUES (1, '447700900123', 's.whatsapp.net', '447700900123@s.whatsapp.net'), (2, '1-2', 'g.us', '1-2@g.us'), (3, '447700900124', 's.whatsapp.net', '447700900124@s.whatsapp.net');
INSERT INTO chat VALUES (1, 1, NULL), (2, 2, 'Boat club');
INSERT INTO message VALUES (1, -1, 0, '-1', -1, -1, 0, 0, -1, -1, NULL, NULL);
INSERT INTO message VALUES (2, 1, 1, 'K2', 0, 13, 1700000000000, 0, 1700000000400, 0, 'Hello', 0);
INSERT INTO message VALUES (3, 2, 0, 'K3', 3, 0, 1700000100000, 1700000101000, -1, 1, NULL, 0);
INSERT INTO message VALUES (4, 1, 0, 'K4', 0, 0, 1700000200000, 1700000200500, -1, 5, NULL, 0);
INSERT INTO message VALUES (5, 1, 1, 'K5', 0, 5, 1700000300000, 0, 0, 16, NULL, 0);
INSERT INTO message VALUES (6, 1, 0, 'K6', 0, 0, 1700000400000, 0, 0, 15, NULL, 0);
INSERT INTO message VALUES (7, 1, 0, 'K7', 0, 0, 1700000500000, 0, 0, 4, NULL, 0);
INSERT INTO message_media VALUES (3, 'Media/WhatsApp Images/IMG-20231114-WA0001.jpg', 4000, 4000, 'image/jpeg', NULL, 'the boat', 'aGFzaA==', NULL);
INSERT INTO message_vcard VALUES (1, 7, 'BEGIN:VCARD');
INSERT INTO message_location VALUES (4, 51.5, -0.125, 'Harbour', 'Quay 1', NULL, NULL, NULL, NULL, NULL, NULL), (5, 47.5, 8.5, NULL, NULL, NULL, 900, 3, 47.25, 8.25, 1700001200000);
INSERT INTO message_revoked VALUES (6, 'K6', 1700000450000);
INSERT INTO message_edit_info VALUES (2, 'K2', 1700000050000);
INSERT INTO message_quoted VALUES (3, 'K2', 'Hello');
INSERT INTO receipt_user VALUES (1, 2, 1, 1700000001000, 1700000002000, 0), (2, 99, 3, 1700000003000, 0, 0);
INSERT INTO message_add_on VALUES (1, 1, 0, 'A1', 0, 2, 1700000060000, 56);
INSERT INTO message_add_on_reaction VALUES (1, '👍');
INSERT INTO call_log VALUES (1, 1, 0, 'c1', 1700000600000, 1, 65, 5, 0), (2, 1, 1, 'c2', 1700000700000, 0, 0, 2, 0);
INSERT INTO call_log_participant_v2 VALUES (1, 1, 3, 5);
INSERT INTO message_ftsv2_content VALUES (2, 'hello', '1', '1'), (8, 'deleted words', '1', '1');
