CREATE TABLE statuses(_id INTEGER PRIMARY KEY, status_id INTEGER, author_id INTEGER, content TEXT, created INTEGER, latitude REAL, longitude REAL);
CREATE TABLE users(_id INTEGER PRIMARY KEY, user_id INTEGER, username TEXT, name TEXT, description TEXT);
CREATE TABLE search_queries(_id INTEGER PRIMARY KEY, query TEXT, time INTEGER, latitude REAL, longitude REAL);
INSERT INTO statuses VALUES (1, 900, 2002, 'A post', 1700000000000, 51.5, -0.125), (2, 901, 2002, 'Another', 1700000001000, NULL, NULL);
INSERT INTO users VALUES (1, 2002, 'ada_example', 'Ada', '');
INSERT INTO search_queries VALUES (1, 'ferry times', 1700000002000, 0, 0);
