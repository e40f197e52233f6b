CREATE TABLE folder_v1 (_id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE file_v1 (_id INTEGER PRIMARY KEY, uuid TEXT, folder_id INTEGER, name TEXT, original_path TEXT, mime_type TEXT, file_size INTEGER, image_width INTEGER, image_height INTEGER, video_duration INTEGER, file_type INTEGER, encrypt_state INTEGER, storage_type INTEGER, complete_state INTEGER, delete_state INTEGER, added_time_utc INTEGER, file_last_modified_time_utc INTEGER, source TEXT);
INSERT INTO folder_v1 VALUES (3, 'Private');
INSERT INTO file_v1 VALUES (1, 'u1', 3, 'a.jpg', '/storage/emulated/0/DCIM/a.jpg', 'image/jpeg', 100, 640, 480, 0, 1, 2, 0, 1, 0, 1700000100000, 1700000000000, NULL);
INSERT INTO file_v1 VALUES (2, 'u2', 9, 'b.mp4', '/storage/emulated/0/b.mp4', 'video/mp4', 900, 0, 0, 12, 2, 2, 0, 1, 1, 1700000200000, NULL, NULL);
