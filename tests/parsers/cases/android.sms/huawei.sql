CREATE TABLE sms(_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, date INTEGER, date_sent INTEGER, type INTEGER, body TEXT, sub_id INTEGER, sim_id INTEGER, is_secret INTEGER, privacy_mode INTEGER);
INSERT INTO sms VALUES (1, 1, '+12125550101', 1700000000000, 0, 1, 'Hello', -1, 2, 1, 1);
