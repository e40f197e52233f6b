CREATE TABLE local (_id INTEGER PRIMARY KEY AUTOINCREMENT, local_path TEXT, content_uri TEXT, trash_file_name TEXT, deleted_time INTEGER, is_video INTEGER, media_store_id INTEGER);
INSERT INTO local VALUES (1, '/storage/emulated/0/DCIM/Camera/quay.jpg', 'content://media/external/images/media/7', 'a1b2', 1700000000000, 0, 7);
