CREATE TABLE Media (_id INTEGER PRIMARY KEY, _data TEXT, path TEXT, date_added INTEGER, date_modified INTEGER);
INSERT INTO Media VALUES (1, '/storage/emulated/0/Documents/Vaulty/data/1', '/storage/emulated/0/DCIM/a.jpg', 1700000000, 1700000100000);
