CREATE TABLE suggestions(_id INTEGER PRIMARY KEY, display1 TEXT UNIQUE ON CONFLICT REPLACE, query TEXT, date LONG);
INSERT INTO suggestions VALUES (1, 'second phone number', 'second phone number', 1700000000000), (2, 'maps', '', 1700000060000);
