CREATE TABLE completed_exercises (id TEXT PRIMARY KEY, startTime INTEGER, endTime INTEGER, duration INTEGER, score REAL, calories REAL, city TEXT, country TEXT, distance REAL, maxAltitude REAL, meanAltitude REAL, maxSpeed REAL, meanSpeed REAL, averageTimePerKm REAL, runLocationType TEXT, currentPace REAL);
CREATE TABLE positions (id INTEGER PRIMARY KEY, completedExerciseId TEXT, lat REAL, lng REAL, timestamp INTEGER);
CREATE TABLE users (id TEXT PRIMARY KEY, email TEXT, name TEXT, country TEXT, location TEXT);
INSERT INTO completed_exercises VALUES ('e1', 1700000000000, 1700001800000, 1800, 50, 300, 'London', 'GB', 5000, 30, 20, 4, 3, 360, 'OUTDOOR', 0);
INSERT INTO completed_exercises VALUES ('e2', 1700100000000, NULL, 600, 10, 100, NULL, NULL, 0, 0, 0, 0, 0, 0, 'INDOOR', 0);
INSERT INTO positions VALUES (1, 'e1', 51.5, -0.125, 1700000005000);
INSERT INTO users VALUES ('u1', 'sam@example.com', 'Sam Example', 'GB', 'London');
