CREATE TABLE bookmarks(id INTEGER PRIMARY KEY, parent INTEGER, type INTEGER, title TEXT, url TEXT, last_modified REAL, deleted INTEGER, read INTEGER);
INSERT INTO bookmarks VALUES (0, NULL, 1, 'Root', NULL, NULL, 0, NULL), (2, 0, 1, 'com.apple.ReadingList', NULL, NULL, 0, NULL);
INSERT INTO bookmarks VALUES (5, 0, 0, 'Quay', 'https://example.org/quay', 1600000000.5, 1, NULL), (6, 2, 0, 'Later', 'https://example.org/later', NULL, 0, 0);
