CREATE TABLE btopp(_id INTEGER PRIMARY KEY, uri TEXT, hint TEXT, _data TEXT, mimetype TEXT, direction INTEGER, destination TEXT, status INTEGER, total_bytes INTEGER, current_bytes INTEGER, timestamp INTEGER);
INSERT INTO btopp VALUES (1, 'content://x', 'a.jpg', NULL, 'image/jpeg', 0, '00:00:5E:00:53:01', 200, 10, 10, 1700000000000);
