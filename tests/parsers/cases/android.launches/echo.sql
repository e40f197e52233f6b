CREATE TABLE EchoAppLaunchMetricsEvents(id INTEGER PRIMARY KEY, timestampMillis INTEGER, packageName TEXT, launchLocationId INTEGER);
INSERT INTO EchoAppLaunchMetricsEvents VALUES (1, 1700000000000, 'com.example.chat', 2);
