CREATE TABLE loc_records(id INTEGER PRIMARY KEY, cll_latitude_degrees REAL, cll_longitude_degrees REAL, lc_name TEXT);
INSERT INTO loc_records VALUES (1, 53.5, -0.06, 'Saltmere');
