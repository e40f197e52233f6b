-- Android 14, telephony provider version 68 (columns as on a stock phone)
CREATE TABLE sms(_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, person INTEGER, date INTEGER,
    date_sent INTEGER DEFAULT 0, protocol INTEGER, read INTEGER DEFAULT 0, status INTEGER DEFAULT -1, type INTEGER,
    reply_path_present INTEGER, subject TEXT, body TEXT, service_center TEXT, locked INTEGER DEFAULT 0,
    sub_id INTEGER DEFAULT -1, error_code INTEGER DEFAULT -1, creator TEXT, seen INTEGER DEFAULT 0);
INSERT INTO sms(_id, thread_id, address, date, date_sent, read, type, body, service_center, sub_id, creator, seen)
    VALUES (1, 7, '+447700900123', 1700000000123, 1699999998000, 1, 1, 'Hello ✓', '+447700900000', 1, 'com.android.mms', 1);
INSERT INTO sms(_id, thread_id, address, date, date_sent, type, body, status) VALUES (2, 7, '+447700900123', 1700000060000, 0, 2, 'Hi', 0);
INSERT INTO sms(_id, thread_id, address, date, type, body) VALUES (3, 7, '+447700900123', 1700000070000, 3, 'not yet');
INSERT INTO sms(_id, thread_id, address, date, type, body) VALUES (4, 8, 'Example', 1700000080000, 5, 'failed one');
INSERT INTO sms(_id, thread_id, address, date, type, body) VALUES (5, 8, 'Example', 1700000090000, 42, NULL);
INSERT INTO sms(_id, thread_id, address, date, type, body) VALUES (6, NULL, NULL, 99999999999999999, 1, '');
