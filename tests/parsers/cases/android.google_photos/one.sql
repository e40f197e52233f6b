CREATE TABLE local_media(_id INTEGER PRIMARY KEY, utc_timestamp INTEGER, capture_timestamp INTEGER, timezone_offset INTEGER, filepath TEXT, latitude REAL, longitude REAL, trash_timestamp INTEGER);
CREATE TABLE remote_media(_id INTEGER PRIMARY KEY, utc_timestamp INTEGER, filename TEXT, inferred_latitude REAL, inferred_longitude REAL, remote_url TEXT);
INSERT INTO local_media VALUES (1, 1700000000000, 1700003600000, 3600000, '/storage/emulated/0/DCIM/a.jpg', 47.5, 8.5, 1700009999000);
INSERT INTO remote_media VALUES (1, 1700000000000, 'a.jpg', 47.25, 8.25, 'https://photos.example/1'), (2, 1700000000000, 'b.jpg', NULL, NULL, NULL);
ALTER TABLE local_media ADD COLUMN filename TEXT;
UPDATE local_media SET filename = 'a.jpg';
ALTER TABLE remote_media ADD COLUMN trash_timestamp INTEGER;
UPDATE remote_media SET trash_timestamp = 1700009990000 WHERE _id = 2;
