CREATE TABLE info(_id INTEGER PRIMARY KEY, _data TEXT, datetaken INTEGER, latitude REAL, longitude REAL, locality TEXT, is_delete INTEGER);
CREATE TABLE moment(_id INTEGER PRIMARY KEY, start_time INTEGER, end_time INTEGER, title TEXT, location TEXT);
INSERT INTO info VALUES (1, '/storage/emulated/0/DCIM/Camera/a.jpg', 1700000000000, 51.5, -0.125, 'Exampleton', 1), (2, '/storage/emulated/0/DCIM/Camera/b.jpg', 1700000000000, 0, 0, NULL, 0);
INSERT INTO moment VALUES (1, 1700000000000, 1700000060000, 'Walk', 'Exampleton');
