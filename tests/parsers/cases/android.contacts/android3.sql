CREATE TABLE raw_contacts(_id INTEGER PRIMARY KEY, account_name TEXT, account_type TEXT, contact_id INTEGER, deleted INTEGER, starred INTEGER, display_name TEXT, times_contacted INTEGER, last_time_contacted INTEGER, x_times_contacted INTEGER, x_last_time_contacted INTEGER);
CREATE TABLE contacts(_id INTEGER PRIMARY KEY, contact_last_updated_timestamp INTEGER);
CREATE TABLE mimetypes(_id INTEGER PRIMARY KEY, mimetype TEXT);
INSERT INTO mimetypes VALUES (1, 'vnd.android.cursor.item/email_v2'), (5, 'vnd.android.cursor.item/phone_v2'), (7, 'vnd.android.cursor.item/name'), (9, 'vnd.android.cursor.item/vnd.example.profile');
CREATE TABLE data(_id INTEGER PRIMARY KEY, mimetype_id INTEGER, raw_contact_id INTEGER, is_primary INTEGER, is_super_primary INTEGER, data1 TEXT, data2 TEXT, data3 TEXT, data4 TEXT, data5 TEXT, data6 TEXT, data7 TEXT, data8 TEXT, data9 TEXT, data10 TEXT, data14 TEXT);
INSERT INTO contacts VALUES (4, 1330000000000);
INSERT INTO raw_contacts VALUES (1, 'ben@example.org', 'com.google', 4, 0, 1, 'Ada', 3, 1330000001000, 0, 0);
INSERT INTO raw_contacts VALUES (2, NULL, NULL, NULL, 1, 0, 'Cleo', 0, 0, 7, 1330000002000);
INSERT INTO data(_id, mimetype_id, raw_contact_id, data1, data2, data3) VALUES (1, 1, 1, 'ada@example.org', '2', NULL), (2, 1, 1, 'a@example.org', '0', 'club'), (3, 5, 1, '+15550100001', '99', NULL), (4, 9, 1, 'id-1', NULL, 'Example app');
