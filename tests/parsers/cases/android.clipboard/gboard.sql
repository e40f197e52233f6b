CREATE TABLE clips(_id INTEGER PRIMARY KEY, timestamp INTEGER, text TEXT, uri TEXT, item_type INTEGER);
INSERT INTO clips VALUES (1, 1700000000000, 'copied words', NULL, 0);
