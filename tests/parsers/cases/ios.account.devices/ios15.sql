CREATE TABLE device_list(id INTEGER PRIMARY KEY, name TEXT, model TEXT, os_version TEXT, serial_number TEXT, trusted INTEGER, last_updated_date REAL);
CREATE TABLE deleted_device_list(id INTEGER PRIMARY KEY, name TEXT, model TEXT, os_version TEXT, serial_number TEXT, last_updated_date REAL);
INSERT INTO device_list VALUES (1, 'Mac', 'MacBookPro', '13.1', 'C0X', 1, 700000000);
INSERT INTO deleted_device_list VALUES (1, NULL, 'iPhone9,1', '12.0', 'F0X', NULL);
