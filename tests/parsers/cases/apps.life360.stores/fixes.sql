CREATE TABLE location (id INTEGER PRIMARY KEY, time INTEGER, type TEXT, latitude REAL, longitude REAL, accuracy REAL, speed REAL, altitude REAL, bearing REAL, provider TEXT, lmode TEXT, userActivity TEXT, batteryLevel REAL, batteryCharging INTEGER, wifiConnected INTEGER, elapsedRealtimeNanos INTEGER);
CREATE TABLE geofence (id TEXT PRIMARY KEY, placeId TEXT, type TEXT, radius REAL, placeRadius REAL, placeLatitude REAL, placeLongitude REAL, endTime INTEGER);
INSERT INTO location VALUES (1, 1700000000000, 'RAW', 51.5, -0.125, 12.5, 0, 20, 0, 'fused', 'move', 'unknown', 80, 0, 1, 5);
INSERT INTO location VALUES (2, 1700000060000, 'SENT', 51.501, -0.125, 8.0, 1.5, NULL, 90, 'fused', NULL, 'unknown', 80, 0, 1, 6);
INSERT INTO geofence VALUES ('p1_LOCAL', 'p1', 'LOCAL', 152.4, 152.4, 51.25, 0.5, 0);
