CREATE TABLE timeSeries (localId TEXT, timestamp INTEGER, timeOffset INTEGER, distance REAL, speed REAL, latitude REAL, longitude REAL);
INSERT INTO timeSeries VALUES ('5b7c', 1700000000000, 0, 0.0, 1.5, 51.5, -0.125);
INSERT INTO timeSeries VALUES ('5b7c', 1700000010000, 10000, 14.0, 1.5, 51.501, -0.126);
INSERT INTO timeSeries VALUES ('5b7c', 1700000020000, 20000, 29.0, 1.5, NULL, NULL);
