CREATE TABLE broadcasts(_id INTEGER PRIMARY KEY, geo_scope INTEGER, plmn TEXT, lac INTEGER, cid INTEGER, serial_number INTEGER, service_category INTEGER, language TEXT, body TEXT, date INTEGER);
INSERT INTO broadcasts VALUES (1, 0, '23415', 100, 5005, 1, 4370, 'en', 'Test alert', 1700000000000), (2, 0, NULL, NULL, NULL, 2, 4370, 'en', 'No cell', 1700000001000);
