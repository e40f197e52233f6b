CREATE TABLE history (_id INTEGER PRIMARY KEY, history_type INTEGER, content_id TEXT, device_id TEXT, device_name TEXT, description TEXT, timestamp INTEGER);
CREATE TABLE item (item_id TEXT PRIMARY KEY, file_path TEXT);
INSERT INTO history VALUES (1, 1, 'c1', 'd1', 'Example Phone', 'Photo', 1700000000000);
INSERT INTO history VALUES (2, 2, 'gone', 'd1', 'Example Phone', 'Song', 1700000100000);
INSERT INTO item VALUES ('c1', '/storage/emulated/0/DCIM/a.jpg');
