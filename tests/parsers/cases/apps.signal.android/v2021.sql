CREATE TABLE sms(_id INTEGER PRIMARY KEY, thread_id INTEGER, address INTEGER, date INTEGER, date_sent INTEGER, type INTEGER, body TEXT, read INTEGER);
CREATE TABLE mms(_id INTEGER PRIMARY KEY, thread_id INTEGER, date_sent INTEGER, date_received INTEGER, msg_box INTEGER, body TEXT, address INTEGER);
CREATE TABLE part(_id INTEGER PRIMARY KEY, mid INTEGER, ct TEXT, _data TEXT, data_size INTEGER, file_name TEXT);
CREATE TABLE recipient(_id INTEGER PRIMARY KEY, phone TEXT, uuid TEXT, blocked INTEGER, signal_profile_name TEXT);
INSERT INTO sms VALUES (1, 5, 2, 1700000000900, 1700000000000, 10485780, 'Old hello', 1);
INSERT INTO mms VALUES (1, 5, 1700000005000, 1700000006000, 10485783, 'With a picture', 2);
INSERT INTO part VALUES (3, 1, 'image/png', '/data/x/part3.mms', 10, NULL);
INSERT INTO recipient VALUES (2, '+12125550101', 'u-2', 0, 'Ada');
