-- Android 4.0: account in the raw contact, no table of accounts, no table of deleted contacts
CREATE TABLE contacts(_id INTEGER PRIMARY KEY, starred INTEGER);
CREATE TABLE raw_contacts(_id INTEGER PRIMARY KEY, account_name TEXT, account_type TEXT, deleted INTEGER, contact_id INTEGER, times_contacted INTEGER,
    last_time_contacted INTEGER, starred INTEGER, display_name TEXT);
CREATE TABLE mimetypes(_id INTEGER PRIMARY KEY, mimetype TEXT);
CREATE TABLE groups(_id INTEGER PRIMARY KEY, title TEXT);
CREATE TABLE data(_id INTEGER PRIMARY KEY, mimetype_id INTEGER, raw_contact_id INTEGER, data1 TEXT, data2 TEXT, data3 TEXT, data4 TEXT, data14 TEXT, data15 BLOB);
INSERT INTO contacts VALUES (1, 0);
INSERT INTO raw_contacts VALUES (1, 'b@example.com', 'com.google', 0, 1, 3, 1380000000000, 0, 'Bea');
INSERT INTO mimetypes VALUES (5, 'vnd.android.cursor.item/phone_v2');
INSERT INTO data(_id, mimetype_id, raw_contact_id, data1, data2) VALUES (1, 5, 1, '+15555550100', '1');
