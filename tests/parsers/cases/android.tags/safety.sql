CREATE TABLE DeviceData(creationTimestampMillis INTEGER, lastUpdatedTimestampMillis INTEGER, macAddress TEXT, deviceType INTEGER, alertStatus INTEGER);
CREATE TABLE Scan(creationTimestampMillis INTEGER, macAddress TEXT, state INTEGER, locationScan BLOB);
INSERT INTO DeviceData VALUES (1700000000000, 1700000060000, 'AA:BB:CC:00:11:22', 1, 2);
INSERT INTO Scan VALUES (1700000005000, 'AA:BB:CC:00:11:22', 1, X'0A01');
