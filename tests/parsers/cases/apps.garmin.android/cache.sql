-- cache-database: an exercise with a line of two points, one without positions.
CREATE TABLE activity_details (activityId INTEGER PRIMARY KEY, lastUpdated INTEGER, activityName TEXT, startTimeGMT TEXT, activityTypeKey TEXT, distance REAL, duration REAL, movingDuration REAL, averageSpeed REAL, maxSpeed REAL, startLatitude REAL, startLongitude REAL, ownerId INTEGER, calories REAL, averageHR REAL, maxHR REAL, steps INTEGER);
CREATE TABLE activity_polyline (activityId INTEGER, lastUpdated INTEGER, encodedLevels TEXT, encodedSamples TEXT, startLat REAL, startLon REAL, endLat REAL, endLon REAL);
INSERT INTO activity_details VALUES (501, 1710000000000, 'Morning run', '2024-03-09 07:30:00', 'running', 5200.0, 1800.0, 1790.0, 2.9, 4.0, 38.5, -120.2, 77, 400, 140, 160, 5000);
INSERT INTO activity_details VALUES (502, 1710000000000, '', '2024-03-10T18:00:00.0', 'indoor_cycling', 0, 1200.0, 1200.0, 0, 0, NULL, NULL, 77, 200, 120, 130, 0);
INSERT INTO activity_polyline VALUES (501, 1710000000000, 'BB', '_p~iF~ps|U_ulLnnqC', 38.5, -120.2, 40.7, -120.95);
