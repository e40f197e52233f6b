CREATE TABLE sms(_id INTEGER PRIMARY KEY, date INTEGER, body TEXT);
CREATE TABLE pdu(_id INTEGER PRIMARY KEY);
CREATE TABLE part(_id INTEGER PRIMARY KEY);
CREATE TABLE messages(_id INTEGER PRIMARY KEY AUTOINCREMENT, transport_type TEXT, thread_id INTEGER, address TEXT, content TEXT, content_type TEXT, subject TEXT, remote_id INTEGER, group_id INTEGER, date INTEGER, box_type INTEGER, file_name TEXT, recipients TEXT, scheduled INTEGER DEFAULT 0, date_sent INTEGER, sim_imsi TEXT);
INSERT INTO sms VALUES (1, 1700000000000, 'there');
INSERT INTO pdu VALUES (4);
-- copies whose own rows are there
INSERT INTO messages VALUES (1, 'sms', 1, '+447700900123', 'there', NULL, NULL, 1, NULL, 1700000000000, 1, NULL, NULL, 0, 1699999999000, '001010000000001');
INSERT INTO messages VALUES (2, 'mms', 1, '+447700900123', NULL, NULL, 'Photo', 4, 4, 1700000010000, 1, NULL, NULL, 0, 1700000009, NULL);
-- their own rows are gone
INSERT INTO messages VALUES (3, 'sms', 1, '+447700900123', 'gone', NULL, NULL, 2, NULL, 1700000020000, 2, NULL, NULL, 0, 0, '001010000000001');
INSERT INTO messages VALUES (4, 'mms_part', 1, '+447700900123', '/data/x/PART_1', 'image/jpeg', NULL, 9, 5, 1700000030000, 1, 'a.jpg', NULL, 0, 1700000029, NULL);
INSERT INTO messages VALUES (5, 'rcs', 1, '+447700900123', 'gone too', 'text/plain', NULL, 7, NULL, 1700000040000, 9, NULL, NULL, 1, NULL, NULL);
-- a draft, and a row without an address
INSERT INTO messages VALUES (6, 'sms', 2, NULL, 'not yet', NULL, NULL, -1, NULL, 1700000050000, 3, NULL, '+15550100001;+15550100002', 0, NULL, NULL);
