CREATE TABLE app_install(timestamp REAL, bundle_id TEXT, bundle_name TEXT, item_name TEXT, bundle_version TEXT);
INSERT INTO app_install VALUES (700000000, 'com.example.app', 'Example', NULL, '1.2'), (NULL, 'com.example.two', NULL, 'Two', NULL);
