CREATE TABLE trash(__absID INTEGER PRIMARY KEY, __absPath TEXT, __originPath TEXT, __deleteTime INTEGER, __restoreExtra TEXT);
INSERT INTO trash VALUES (4, '/storage/emulated/0/Android/.Trash/x/1.jpg', '/storage/emulated/0/DCIM/Camera/1.jpg', 1700000000000, '{"__latitude":51.5}');
