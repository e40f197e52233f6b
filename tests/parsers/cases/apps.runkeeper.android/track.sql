CREATE TABLE trips(_id INTEGER PRIMARY KEY, start_date INTEGER, distance REAL, elapsed_time REAL, activity_type TEXT);
CREATE TABLE points(_id INTEGER PRIMARY KEY, trip_id INTEGER, latitude REAL, longitude REAL, altitude REAL, accuracy REAL, time_at_point INTEGER);
INSERT INTO trips VALUES (1, 1700000000000, 5000.0, 1800, 'Running');
INSERT INTO points VALUES (1, 1, 51.5, -0.125, 12.0, 4.0, 1700000005000);
