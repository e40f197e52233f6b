CREATE TABLE secure(_id INTEGER PRIMARY KEY, name TEXT, value TEXT);
CREATE TABLE system(_id INTEGER PRIMARY KEY, name TEXT, value TEXT);
CREATE TABLE global(_id INTEGER PRIMARY KEY, name TEXT, value TEXT);
INSERT INTO secure VALUES (1, 'android_id', 'fedcba9876543210');
INSERT INTO system VALUES (1, 'auto_time', '0'), (2, 'enabled_accessibility_services', 'com.example.watch/.Service'), (3, 'volume_ring', '5');
INSERT INTO global VALUES (1, 'device_name', 'Ben phone'), (2, 'enabled_notification_listeners', 'com.example.watch/.Listener');
