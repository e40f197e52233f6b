CREATE TABLE moz_places(id INTEGER PRIMARY KEY, url TEXT, title TEXT, visit_count_local INTEGER, last_visit_date_local INTEGER);
CREATE TABLE moz_historyvisits(id INTEGER PRIMARY KEY, from_visit INTEGER, place_id INTEGER, visit_date INTEGER, visit_type INTEGER, is_local INTEGER);
INSERT INTO moz_places VALUES (1, 'https://example.com/', 'Example', 2, 1700000000000);
INSERT INTO moz_historyvisits VALUES (1, 0, 1, 1700000000000, 2, 1), (2, 0, 1, 1700000000000000, 1, 0);
