CREATE TABLE tabs(id INTEGER PRIMARY KEY, title TEXT, url TEXT, user_visible_url TEXT, last_viewed_time REAL, private_browsing INTEGER, opened_from_link INTEGER);
INSERT INTO tabs VALUES (1, 'A', 'https://example.org/a', '', 700000000, 0, 0), (2, 'B', 'https://example.org/b', 'https://example.org/B', 700000001, 1, 1);
