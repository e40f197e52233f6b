CREATE TABLE samples(data_id INTEGER PRIMARY KEY, start_date REAL, end_date REAL, data_type INTEGER);
CREATE TABLE metadata_keys(ROWID INTEGER PRIMARY KEY, key TEXT);
CREATE TABLE metadata_values(ROWID INTEGER PRIMARY KEY, key_id INTEGER, object_id INTEGER, numerical_value REAL, string_value TEXT);
INSERT INTO samples VALUES (3, 700000000, 700000600, 79);
INSERT INTO metadata_keys VALUES (1, '_HKPrivateWorkoutWeatherLocationCoordinatesLatitude'), (2, '_HKPrivateWorkoutWeatherLocationCoordinatesLongitude'), (3, 'HKTimeZone');
INSERT INTO metadata_values VALUES (1, 1, 3, 53.5, NULL), (2, 2, 3, -0.06, NULL), (3, 3, 3, NULL, 'Europe/London'), (4, 1, 9, 10, NULL);
