CREATE TABLE files(_id INTEGER PRIMARY KEY, _data TEXT, _size INTEGER, format INTEGER, date_added INTEGER, date_modified INTEGER, mime_type TEXT, media_type INTEGER, _display_name TEXT,
    latitude REAL, longitude REAL, datetaken INTEGER, width INTEGER, height INTEGER, duration INTEGER, owner_package_name TEXT, is_trashed INTEGER DEFAULT 0, date_expires INTEGER);
CREATE TABLE deleted_media(_id INTEGER PRIMARY KEY, old_id INTEGER, generation_modified INTEGER);
CREATE TABLE log(time DATETIME, message TEXT);
INSERT INTO files VALUES (1, '/storage/emulated/0/DCIM', 0, 12289, 1700000000, 1700000000, NULL, 0, 'DCIM', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL);
INSERT INTO files VALUES (2, '/storage/emulated/0/DCIM/Camera/a.jpg', 1234, NULL, 1700000100, 1700000100, 'image/jpeg', 1, 'a.jpg', 51.5, -0.125, 1700000099500, 4000, 3000, NULL, 'com.google.android.GoogleCamera', 0, NULL);
INSERT INTO files VALUES (3, '/storage/emulated/0/DCIM/Camera/.trashed-1702592000-b.mp4', 999, NULL, 1700000200, 1700000200, 'video/mp4', 3, 'b.mp4', NULL, NULL, 1700000199000, 1920, 1080, 5500, 'com.google.android.GoogleCamera', 1, 1702592000);
INSERT INTO deleted_media VALUES (1, 77, 12);
INSERT INTO log VALUES ('2023-11-14 22:13:20', 'Deleted by com.example');
