CREATE TABLE geofence_wifi(time INTEGER, time_major INTEGER, config_key TEXT, bssid TEXT, latitude REAL, longitude REAL, location_id INTEGER);
INSERT INTO geofence_wifi VALUES (1700000000000, 0, '"Home"WPA_PSK', '00:00:5e:00:53:01', 51.5, -0.125, 1), (1700000001000, 0, '"X"NONE', NULL, 1000.0, 1000.0, 2);
