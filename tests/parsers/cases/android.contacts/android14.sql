CREATE TABLE accounts(_id INTEGER PRIMARY KEY, account_name TEXT, account_type TEXT, data_set TEXT, sim_slot_index INTEGER, sim_ef_type INTEGER);
CREATE TABLE contacts(_id INTEGER PRIMARY KEY, name_raw_contact_id INTEGER, starred INTEGER, contact_last_updated_timestamp INTEGER);
CREATE TABLE raw_contacts(_id INTEGER PRIMARY KEY, account_id INTEGER, sourceid TEXT, version INTEGER, dirty INTEGER, deleted INTEGER DEFAULT 0, contact_id INTEGER,
    times_contacted INTEGER, last_time_contacted INTEGER, x_times_contacted INTEGER, x_last_time_contacted INTEGER, starred INTEGER, display_name TEXT);
CREATE TABLE mimetypes(_id INTEGER PRIMARY KEY, mimetype TEXT);
CREATE TABLE groups(_id INTEGER PRIMARY KEY, title TEXT);
CREATE TABLE data(_id INTEGER PRIMARY KEY, mimetype_id INTEGER, raw_contact_id INTEGER, is_primary INTEGER, is_super_primary INTEGER, data1 TEXT, data2 TEXT, data3 TEXT,
    data4 TEXT, data5 TEXT, data6 TEXT, data7 TEXT, data8 TEXT, data9 TEXT, data10 TEXT, data14 TEXT, data15 BLOB);
CREATE TABLE deleted_contacts(contact_id INTEGER PRIMARY KEY, contact_deleted_timestamp INTEGER);
CREATE TABLE search_index_content(docid INTEGER PRIMARY KEY, c0contact_id, c1content, c2name, c3tokens);
INSERT INTO accounts VALUES (1, 'ada@example.com', 'com.google', NULL, NULL, NULL);
INSERT INTO accounts VALUES (2, NULL, NULL, NULL, NULL, NULL);
INSERT INTO contacts VALUES (5, 1, 1, 1700000000000);
INSERT INTO raw_contacts VALUES (1, 1, 'abc', 3, 0, 0, 5, 0, 0, 7, 1699999999000, 1, 'Ada Lovelace');
INSERT INTO raw_contacts VALUES (2, 2, NULL, 1, 1, 1, NULL, 0, 0, 0, 0, 0, 'Gone Person');
INSERT INTO mimetypes VALUES (1, 'vnd.android.cursor.item/email_v2'), (5, 'vnd.android.cursor.item/phone_v2'), (7, 'vnd.android.cursor.item/name'),
    (8, 'vnd.android.cursor.item/organization'), (9, 'vnd.android.cursor.item/note'), (10, 'vnd.android.cursor.item/photo'), (11, 'vnd.android.cursor.item/group_membership'),
    (12, 'vnd.android.cursor.item/vnd.com.whatsapp.profile'), (13, 'vnd.android.cursor.item/x.example'), (14, 'vnd.android.cursor.item/contact_event');
INSERT INTO groups VALUES (3, 'Family');
INSERT INTO data(_id, mimetype_id, raw_contact_id, data1, data2, data3) VALUES (1, 7, 1, 'Ada Lovelace', 'Ada', 'Lovelace');
INSERT INTO data(_id, mimetype_id, raw_contact_id, data1, data2, data4) VALUES (2, 5, 1, '07700 900123', '2', '+447700900123');
INSERT INTO data(_id, mimetype_id, raw_contact_id, data1, data2, data3) VALUES (3, 5, 1, '07700 900124', '0', 'Boat');
INSERT INTO data(_id, mimetype_id, raw_contact_id, data1, data2) VALUES (4, 1, 1, 'ada@example.com', '99');
INSERT INTO data(_id, mimetype_id, raw_contact_id, data1, data4) VALUES (5, 8, 1, 'Engine Ltd', 'Analyst');
INSERT INTO data(_id, mimetype_id, raw_contact_id, data1) VALUES (6, 9, 1, 'met in London');
INSERT INTO data(_id, mimetype_id, raw_contact_id, data14, data15) VALUES (7, 10, 1, '4', x'ffd8');
INSERT INTO data(_id, mimetype_id, raw_contact_id, data1) VALUES (8, 11, 1, '3');
INSERT INTO data(_id, mimetype_id, raw_contact_id, data1, data3) VALUES (9, 12, 1, '447700900123@s.whatsapp.net', 'Message +44 7700 900123');
INSERT INTO data(_id, mimetype_id, raw_contact_id, data1) VALUES (10, 13, 1, 'x');
INSERT INTO data(_id, mimetype_id, raw_contact_id, data1, data2) VALUES (11, 14, 1, '--12-10', '3');
INSERT INTO deleted_contacts VALUES (6, 1700000500000);
INSERT INTO search_index_content VALUES (1, 5, 'Ada Lovelace 07700 900123', 'ada', ''), (2, 6, '07700900999', 'Removed Person', '');
-- a contact on a SIM card
INSERT INTO accounts VALUES (3, 'SIM', 'com.android.contacts.sim', NULL, 1, 1);
INSERT INTO raw_contacts VALUES (3, 3, NULL, 1, 0, 0, 7, 0, 0, 0, 0, 0, 'On the card');
