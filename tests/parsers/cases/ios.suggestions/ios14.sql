CREATE TABLE sources(id INTEGER PRIMARY KEY, bundle_id TEXT, seconds_from_1970 REAL);
CREATE TABLE loc_records(id INTEGER PRIMARY KEY, source_id INTEGER, cll_latitude_degrees REAL, cll_longitude_degrees REAL, clp_name TEXT, clp_locality TEXT);
CREATE TABLE ne_records(id INTEGER PRIMARY KEY, source_id INTEGER, name TEXT, category INTEGER);
INSERT INTO sources VALUES (1, 'com.apple.mobilesafari', 1678307200);
INSERT INTO loc_records VALUES (1, 1, 53.5, -0.06, 'Quay', 'Grimsby'), (2, 9, NULL, NULL, 'Nowhere', NULL);
INSERT INTO ne_records VALUES (1, 1, 'Harbour Ltd', 3);
