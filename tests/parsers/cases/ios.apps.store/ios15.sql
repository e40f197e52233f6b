CREATE TABLE current_apps(timestamp REAL, bundle_id TEXT, item_name TEXT, vendor_name TEXT, deletion_date REAL);
CREATE TABLE purchase_history_apps(bundle_id TEXT, title TEXT, developer_name TEXT, date_purchased REAL);
INSERT INTO current_apps VALUES (700000000, 'com.example.app', 'Example', 'Example Ltd', NULL);
INSERT INTO purchase_history_apps VALUES ('com.example.old', 'Older', 'Example Ltd', 600000000);
