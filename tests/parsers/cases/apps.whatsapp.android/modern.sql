-- msgstore.db since about 2022
CREATE TABLE jid(_id INTEGER PRIMARY KEY, user TEXT, server TEXT, raw_string TEXT);
CREATE TABLE chat(_id INTEGER PRIMARY KEY, jid_row_id INTEGER, subject TEXT);
CREATE TABLE message(_id INTEGER PRIMARY KEY AUTOINCREMENT, chat_row_id INTEGER NOT NULL, from_me INTEGER, key_id TEXT, sender_jid_row_id INTEGER,
    status INTEGER, timestamp INTEGER, received_timestamp INTEGER, receipt_server_timestamp INTEGER, message_type INTEGER, text_data TEXT,
    starred INTEGER, origination_flags INTEGER, sort_id INTEGER);
CREATE TABLE message_media(message_row_id INTEGER PRIMARY KEY, chat_row_id INTEGER, file_path TEXT, media_name TEXT, mime_type TEXT, file_size INTEGER,
    media_caption TEXT, media_duration INTEGER, width INTEGER, height INTEGER, file_hash TEXT, message_url TEXT);
CREATE TABLE message_location(message_row_id INTEGER PRIMARY KEY, chat_row_id INTEGER, latitude REAL, longitude REAL, place_name TEXT, place_address TEXT,
    url TEXT, live_location_share_duration INTEGER, live_location_final_latitude REAL, live_location_final_longitude REAL, live_location_final_timestamp INTEGER);
CREATE TABLE call_log(_id INTEGER PRIMARY KEY, jid_row_id INTEGER, from_me INTEGER, call_id TEXT, timestamp INTEGER, video_call INTEGER,
    duration INTEGER, call_result INTEGER, bytes_transferred INTEGER, group_jid_row_id INTEGER);
INSERT INTO jid VALUES (1, '447700900123', 's.whatsapp.net', '447700900123@s.whatsapp.net');
INSERT INTO jid VALUES (2, '120363000000000001', 'g.us', '120363000000000001@g.us');
INSERT INTO jid VALUES (3, '447700900124', 's.whatsapp.net', '447700900124@s.whatsapp.net');
INSERT INTO chat VALUES (1, 1, NULL), (2, 2, 'Allotment');
INSERT INTO message(_id, chat_row_id, key_id) VALUES (1, -1, '-1');
INSERT INTO message VALUES (2, 1, 1, 'AA01', 0, 13, 1700000000000, 1700000000000, 1700000000300, 0, 'Hello', 0, 0, 2);
INSERT INTO message VALUES (3, 2, 0, 'AA02', 3, 0, 1700000100000, 1700000101000, -1, 1, NULL, 0, 0, 3);
INSERT INTO message VALUES (4, 1, 0, 'AA03', 0, 0, 1700000200000, 1700000200500, -1, 5, NULL, 0, 0, 4);
INSERT INTO message VALUES (5, 1, 0, 'AA04', 0, 0, 1700000300000, 1700000300500, -1, 99, NULL, 0, 0, 5);
INSERT INTO message_media(message_row_id, chat_row_id, file_path, mime_type, file_size, media_caption) VALUES (3, 2, 'Media/WhatsApp Images/IMG-1.jpg', 'image/jpeg', 4096, 'beans');
INSERT INTO message_location(message_row_id, chat_row_id, latitude, longitude, place_name) VALUES (4, 1, 52.5, 13.25, 'Gate');
INSERT INTO call_log VALUES (1, 1, 0, 'C1', 1700000400000, 0, 61, 5, 1000, 0), (2, 3, 1, 'C2', 1700000500000, 1, 0, 2, 0, 0);
