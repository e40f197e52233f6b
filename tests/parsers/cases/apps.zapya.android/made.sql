CREATE TABLE transfer (_id INTEGER PRIMARY KEY, device TEXT, name TEXT, direction INTEGER, createtime INTEGER, path TEXT, title TEXT);
INSERT INTO transfer VALUES (1, 'd1', 'Kim', 0, 1700000000000, '/storage/emulated/0/a.jpg', 'a.jpg');
