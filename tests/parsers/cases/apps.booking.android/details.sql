CREATE TABLE records (_id INTEGER PRIMARY KEY, key TEXT NOT NULL, record TEXT);
INSERT INTO records VALUES (7, 'accommodationDetailsQueries.accommodationDetails({"id":"5"})', '{"reservation":{"startDateTime":"2023-11-14T14:00:00+00:00","endDateTime":"2023-11-16T11:00:00Z","reservationStatus":"CANCELLED","property":{"name":"House Other"}}}');
