CREATE TABLE location_cache(jid TEXT, latitude REAL, longitude REAL, accuracy INTEGER, speed REAL, bearing INTEGER, location_ts INTEGER);
CREATE TABLE location_sharer(remote_jid TEXT, from_me INTEGER, remote_resource TEXT, expires INTEGER, message_id TEXT);
INSERT INTO location_cache VALUES ('12125550101@s.whatsapp.net', 51.5, -0.125, 20, 1.5, 90, 1700000000000);
INSERT INTO location_sharer VALUES ('12125550101@s.whatsapp.net', 0, '', 1700003600000, 'ABC');
