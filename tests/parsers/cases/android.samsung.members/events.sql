CREATE TABLE device_events (_id INTEGER PRIMARY KEY, created_at INTEGER, type TEXT, value TEXT, in_snapshot INTEGER);
INSERT INTO device_events VALUES (1, 1520000000000, 'BATTERY_LEVEL', '55', 0);
