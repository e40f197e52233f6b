CREATE TABLE workouts(data_id INTEGER PRIMARY KEY, total_distance REAL, activity_type INTEGER, duration REAL);
CREATE TABLE samples(data_id INTEGER PRIMARY KEY, start_date REAL, end_date REAL, data_type INTEGER);
INSERT INTO workouts VALUES (3, 5.2, 77, 600);
INSERT INTO samples VALUES (3, 700000000, 700000600, 79);
