CREATE TABLE AppUsageEventEntity(timestamp INTEGER, packageName TEXT, appUsageEventType INTEGER, userId INTEGER);
INSERT INTO AppUsageEventEntity VALUES (1700000000000, 'com.example.chat', 1, 0), (1700000001000, 'com.example.chat', 9, 0);
