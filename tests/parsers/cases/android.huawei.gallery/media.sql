CREATE TABLE gallery_media(id INTEGER PRIMARY KEY, _data TEXT, _display_name TEXT, _size INTEGER, mime_type TEXT, datetaken INTEGER, latitude REAL, longitude REAL, recycleFlag INTEGER, recycledTime INTEGER);
INSERT INTO gallery_media VALUES (1, '/storage/emulated/0/DCIM/a.jpg', 'a.jpg', 10, 'image/jpeg', 1700000000000, 51.5, -0.125, 2, 1700000009000);
