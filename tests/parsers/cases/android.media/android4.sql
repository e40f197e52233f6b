CREATE TABLE files(_id INTEGER PRIMARY KEY, _data TEXT, _size INTEGER, date_added INTEGER, mime_type TEXT, latitude DOUBLE, longitude DOUBLE, datetaken INTEGER);
INSERT INTO files VALUES (5, '/storage/sdcard0/DCIM/1.jpg', 10, 1380000000, 'image/jpeg', 0, 0, 1380000000000);
