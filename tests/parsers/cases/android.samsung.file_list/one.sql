CREATE TABLE local_files (file_id INTEGER PRIMARY KEY, name TEXT, ext TEXT, mime_type TEXT, size INTEGER, date_modified INTEGER, path TEXT, _data TEXT, is_hidden INTEGER, is_trashed INTEGER);
CREATE TABLE search_history (_id INTEGER PRIMARY KEY, name TEXT, date_modified INTEGER, item_type INTEGER, domain_type INTEGER);
INSERT INTO local_files VALUES (1, 'a.jpg', 'jpg', 'image/jpeg', 100, 1700000000000, '/storage/emulated/0/', '/storage/emulated/0/a.jpg', 0, 1);
INSERT INTO local_files VALUES (2, '.b', '', NULL, NULL, 1700000000000, '/storage/emulated/0/', '', 1, 0);
INSERT INTO search_history VALUES (4, 'contract', 1700000100000, 0, 1);
