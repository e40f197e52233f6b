CREATE TABLE raw_contacts(_id INTEGER PRIMARY KEY, contact_id INTEGER, deleted INTEGER, starred INTEGER, display_name TEXT, account_id INTEGER);
CREATE TABLE accounts(_id INTEGER PRIMARY KEY, account_name TEXT, account_type TEXT);
CREATE TABLE contacts(_id INTEGER PRIMARY KEY);
CREATE TABLE mimetypes(_id INTEGER PRIMARY KEY, mimetype TEXT);
CREATE TABLE data(_id INTEGER PRIMARY KEY, raw_contact_id INTEGER, mimetype_id INTEGER, data1 TEXT, data2 TEXT, data3 TEXT, data4 TEXT, data14 TEXT);
CREATE TABLE data_usage_stat(_id INTEGER PRIMARY KEY, data_id INTEGER, usage_type INTEGER, times_used INTEGER, last_time_used INTEGER, x_times_used INTEGER, x_last_time_used INTEGER);
INSERT INTO mimetypes VALUES (1, 'vnd.android.cursor.item/phone_v2');
INSERT INTO data VALUES (5, 9, 1, '+12125550101', '2', NULL, '+12125550101', NULL);
INSERT INTO data_usage_stat VALUES (1, 5, 0, 0, 0, 7, 1700000000000), (2, 6, 8, 2, 1700000001000, 0, 0);
