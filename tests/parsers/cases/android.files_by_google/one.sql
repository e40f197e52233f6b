CREATE TABLE files_master_table(id INTEGER PRIMARY KEY, media_store_id INTEGER, root_path TEXT, root_relative_file_path TEXT, file_name TEXT, size INTEGER, file_date_modified_ms INTEGER, mime_type TEXT);
CREATE TABLE files_metadata_table(file_id INTEGER PRIMARY KEY, latitude REAL, longitude REAL, width_px INTEGER, height_px INTEGER, duration_px INTEGER, taken_date_ms INTEGER, device_description TEXT);
CREATE TABLE file_open_info_table(file_id INTEGER PRIMARY KEY, file_open_time_stamp_ms INTEGER);
INSERT INTO files_master_table VALUES (1, 44, '/storage/emulated/0', 'DCIM/Camera/a.jpg', 'a.jpg', 5, 1700000000000, 'image/jpeg');
INSERT INTO files_metadata_table VALUES (1, 51.5, -0.125, 10, 20, NULL, 1699999990000, 'Pixel 7a'), (2, NULL, NULL, 1, 1, NULL, NULL, NULL);
INSERT INTO file_open_info_table VALUES (1, 1700000500000);
