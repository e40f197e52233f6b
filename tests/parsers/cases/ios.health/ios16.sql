CREATE TABLE location_series_data(series_identifier INTEGER, timestamp REAL, longitude REAL, latitude REAL, altitude REAL, speed REAL, course REAL,
    horizontal_accuracy REAL, vertical_accuracy REAL);
CREATE TABLE data_series(data_id INTEGER PRIMARY KEY, hfd_key INTEGER);
CREATE TABLE objects(data_id INTEGER PRIMARY KEY, provenance INTEGER);
CREATE TABLE data_provenances(ROWID INTEGER PRIMARY KEY, origin_product_type TEXT);
CREATE TABLE workout_activities(ROWID INTEGER PRIMARY KEY, owner_id INTEGER, activity_type INTEGER, start_date REAL, end_date REAL, duration REAL);
INSERT INTO data_series VALUES (10, 5), (11, 6);
INSERT INTO objects VALUES (10, 1), (11, 2);
INSERT INTO data_provenances VALUES (1, 'Watch6,2'), (2, 'iPhone13,2');
INSERT INTO location_series_data VALUES (5, 700000000, -0.06, 53.5, 4, 2.5, -1, 5, 3), (6, 700000001, -0.06, 53.5, 4, -1, 10, -1, 3);
INSERT INTO workout_activities VALUES (1, 10, 37, 700000000, 700000600, 600);
