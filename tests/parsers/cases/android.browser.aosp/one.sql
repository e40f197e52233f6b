CREATE TABLE history(_id INTEGER PRIMARY KEY, title TEXT, url TEXT, created INTEGER, date INTEGER, visits INTEGER);
CREATE TABLE searches(_id INTEGER PRIMARY KEY, search TEXT, date INTEGER);
INSERT INTO history VALUES (1, 'Example', 'http://example.com/', 0, 1380000000000, 3);
INSERT INTO searches VALUES (1, 'pizza', 1380000001000);
