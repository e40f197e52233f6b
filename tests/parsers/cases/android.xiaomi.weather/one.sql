CREATE TABLE selectedcity (_id INTEGER PRIMARY KEY, posID TEXT, flag INTEGER, position INTEGER, name TEXT, street_name TEXT, longtitude TEXT, latitude TEXT, belongings TEXT, extra TEXT, locale TEXT);
INSERT INTO selectedcity VALUES (1, '51.500_-0.125', 1, 0, 'London', 'Example Street', '-0.125', '51.5', 'England, UK', 'accu:1', 'en_gb');
INSERT INTO selectedcity VALUES (2, '48.85_2.35', 0, 1, 'Paris', NULL, '2.35', '48.85', NULL, 'accu:2', 'en_gb');
