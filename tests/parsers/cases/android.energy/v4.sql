CREATE TABLE BatteryState(timestamp INTEGER, packageName TEXT, foregroundUsageTimeInMs INTEGER, backgroundUsageTimeInMs INTEGER, batteryLevel INTEGER, zoneId TEXT, bootTimestamp INTEGER);
INSERT INTO BatteryState VALUES (1700000000000, 'com.example.chat', 60000, 0, 81, 'Europe/London', 1), (1700000000000, NULL, 0, 0, 81, 'Europe/London', 1);
