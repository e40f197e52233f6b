CREATE TABLE history_items(id INTEGER PRIMARY KEY, url TEXT, visit_count INTEGER);
CREATE TABLE history_visits(id INTEGER PRIMARY KEY, history_item INTEGER, visit_time REAL, title TEXT, redirect_source INTEGER, origin INTEGER);
CREATE TABLE history_tombstones(id INTEGER PRIMARY KEY, start_time REAL, end_time REAL, url TEXT);
INSERT INTO history_items VALUES (1, 'https://example.org/', 2);
INSERT INTO history_visits VALUES (1, 1, 700000000.5, 'Example', NULL, 0), (2, 1, 700000001, '', 1, 1), (3, 9, 700000002, NULL, NULL, 0);
INSERT INTO history_tombstones VALUES (4, 700000100, 700000200, 'https://example.org/gone');
