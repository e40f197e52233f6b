CREATE TABLE members (id TEXT, circle_id TEXT, first_name TEXT, last_name TEXT, login_email TEXT, login_phone TEXT, avatar TEXT, is_admin INTEGER, created_at INTEGER, last_updated INTEGER);
CREATE TABLE circles (id TEXT, name TEXT, created_at INTEGER, last_updated INTEGER);
CREATE TABLE devices (device_id TEXT, name TEXT, type TEXT, provider TEXT, type_os TEXT, owners TEXT, last_updated INTEGER);
CREATE TABLE device_locations (device_id TEXT, circle_id TEXT, default_member_id TEXT, latitude REAL, longitude REAL, accuracy REAL, speed REAL, first_observed TEXT, last_observed TEXT, last_updated INTEGER, in_transit INTEGER, user_activity TEXT, location_source TEXT);
INSERT INTO members VALUES ('m1', 'c1', 'Ada', 'Example', 'ada@example.org', '+15550100001', NULL, 1, 1690000000, 1700000000000);
INSERT INTO members VALUES ('m2', 'c1', 'Ben', '', NULL, '', NULL, 0, 1690000100, 1700000000000);
INSERT INTO devices VALUES ('d1', 'Ada''s phone', 'PHONE', 'LIFE360', 'android', '[]', 1700000000000);
INSERT INTO device_locations VALUES ('d1', 'c1', 'm1', 51.5, -0.125, 20.0, 0, '2023-11-14T22:00:00Z', '2023-11-14T22:13:20Z', 1700000000000, 0, 'unknown', 'http');
INSERT INTO device_locations VALUES ('d9', 'c1', 'm9', 51.6, -0.25, 30.0, 0, NULL, '2023-11-14T22:14:20.500Z', 1700000000000, 1, 'vehicle', 'http');
