CREATE TABLE current_apps(timestamp REAL, bundle_id TEXT, bundle_version TEXT);
CREATE TABLE purchase_history_apps(bundle_id TEXT, long_title TEXT);
INSERT INTO current_apps VALUES (700000000, 'com.example.app', '2.1');
INSERT INTO purchase_history_apps VALUES ('com.example.old', 'Older: the long title');
