CREATE TABLE accounts(_id INTEGER PRIMARY KEY, account_name TEXT, account_type TEXT);
CREATE TABLE contacts(_id INTEGER PRIMARY KEY, contact_last_updated_timestamp INTEGER);
CREATE TABLE raw_contacts(_id INTEGER PRIMARY KEY, account_id INTEGER, contact_id INTEGER, deleted INTEGER, starred INTEGER, display_name TEXT);
CREATE TABLE mimetypes(_id INTEGER PRIMARY KEY, mimetype TEXT);
CREATE TABLE groups(_id INTEGER PRIMARY KEY, title TEXT);
CREATE TABLE data(_id INTEGER PRIMARY KEY, mimetype_id INTEGER, raw_contact_id INTEGER, data1 TEXT, data2 TEXT, data3 TEXT, data4 TEXT, data14 TEXT);
INSERT INTO raw_contacts VALUES (9223372034707292161, NULL, 9223372034707292161, 0, 0, 'Owner Name');
INSERT INTO mimetypes VALUES (5, 'vnd.android.cursor.item/phone_v2');
INSERT INTO data(_id, mimetype_id, raw_contact_id, data1, data2) VALUES (9223372034707292162, 5, 9223372034707292161, '+447700900100', '2');
