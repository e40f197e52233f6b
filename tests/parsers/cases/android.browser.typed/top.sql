CREATE TABLE top_sites(url TEXT NOT NULL PRIMARY KEY, url_rank INTEGER NOT NULL, title TEXT NOT NULL);
INSERT INTO top_sites VALUES ('https://example.org/', 0, 'Example');
