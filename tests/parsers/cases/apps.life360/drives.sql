CREATE TABLE Drives(driveId TEXT, userId TEXT, startTime INTEGER, endTime INTEGER, topSpeed REAL, distance REAL, distractedCount INTEGER);
CREATE TABLE DriveWaypoints(driveId TEXT, timestamp INTEGER, lat REAL, lon REAL, accuracy REAL);
INSERT INTO Drives VALUES ('d1', 'u-ada', 1700000000000, 1700000600000, 22.5, 9000.0, 1);
INSERT INTO DriveWaypoints VALUES ('d1', 1700000005000, 51.5, -0.125, 8.0);
