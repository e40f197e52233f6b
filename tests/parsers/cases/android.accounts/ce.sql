CREATE TABLE accounts(_id INTEGER PRIMARY KEY, name TEXT, type TEXT, password TEXT);
INSERT INTO accounts VALUES (1, 'a@example.com', 'com.google', 'x');
