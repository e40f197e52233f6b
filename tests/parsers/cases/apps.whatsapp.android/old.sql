-- msgstore.db before 2022
CREATE TABLE messages(_id INTEGER PRIMARY KEY AUTOINCREMENT, key_remote_jid TEXT NOT NULL, key_from_me INTEGER, key_id TEXT NOT NULL, status INTEGER,
    data TEXT, timestamp INTEGER, media_url TEXT, media_mime_type TEXT, media_wa_type INTEGER, media_size INTEGER, media_name TEXT, media_caption TEXT,
    latitude REAL, longitude REAL, remote_resource TEXT, received_timestamp INTEGER, starred INTEGER);
INSERT INTO messages(_id, key_remote_jid, key_from_me, key_id) VALUES (1, '-1', 0, '-1');
INSERT INTO messages(_id, key_remote_jid, key_from_me, key_id, data, timestamp, media_wa_type, received_timestamp)
    VALUES (2, '447700900123@s.whatsapp.net', 0, 'K2', 'Ahoy', 1500000000000, 0, 1500000001000);
INSERT INTO messages(_id, key_remote_jid, key_from_me, key_id, timestamp, media_wa_type, latitude, longitude, remote_resource, media_name)
    VALUES (3, '447700900123-1400000000@g.us', 0, 'K3', 1500000100000, 5, 48.25, 2.5, '447700900124@s.whatsapp.net', 'Station');
