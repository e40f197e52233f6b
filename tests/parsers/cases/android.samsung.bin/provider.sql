CREATE TABLE trashes(_id INTEGER PRIMARY KEY, _data TEXT, original_path TEXT, date_deleted INTEGER, date_expires INTEGER, delete_package_name TEXT, user_id INTEGER);
INSERT INTO trashes VALUES (2, '/storage/emulated/0/Android/.Trash/y/2.pdf', '/storage/emulated/0/Download/2.pdf', 1700000000000, 1702592000000, 'com.sec.android.app.myfiles', 0);
