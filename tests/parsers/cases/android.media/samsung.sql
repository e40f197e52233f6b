CREATE TABLE files(_id INTEGER PRIMARY KEY, _data TEXT, _size INTEGER, date_added INTEGER, mime_type TEXT, datetaken INTEGER, latitude REAL, longitude REAL, addr TEXT, owner_package_name TEXT, is_trashed INTEGER);
INSERT INTO files VALUES (7, '/storage/emulated/0/DCIM/Camera/quay.jpg', 10, 1700000000, 'image/jpeg', 1699999999000, 51.5, -0.125, 'Example|Quay 1', 'com.sec.android.app.camera', 0);
