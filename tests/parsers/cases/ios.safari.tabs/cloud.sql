CREATE TABLE cloud_tabs(tab_uuid TEXT, device_uuid TEXT, title TEXT, url TEXT, last_viewed_time REAL);
CREATE TABLE cloud_tab_devices(device_uuid TEXT, device_name TEXT);
INSERT INTO cloud_tabs VALUES ('T', 'D', 'C', 'https://example.org/c', 700000000);
INSERT INTO cloud_tab_devices VALUES ('D', 'Tom''s Mac');
