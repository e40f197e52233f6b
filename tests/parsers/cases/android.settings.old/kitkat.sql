CREATE TABLE secure(_id INTEGER PRIMARY KEY, name TEXT, value TEXT);
CREATE TABLE system(_id INTEGER PRIMARY KEY, name TEXT, value TEXT);
CREATE TABLE global(_id INTEGER PRIMARY KEY, name TEXT, value TEXT);
INSERT INTO secure VALUES (1, 'android_id', '0123456789abcdef'), (2, 'enabled_accessibility_services', 'com.example.watch/.Service'), (3, 'volume', '5');
INSERT INTO global VALUES (1, 'auto_time', '1');
