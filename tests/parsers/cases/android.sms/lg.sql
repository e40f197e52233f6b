-- LG: blocked, scheduled and broadcast rows beside common ones; 9 is a type that nobody described.
CREATE TABLE sms(_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, date INTEGER, date_sent INTEGER, protocol INTEGER, read INTEGER, status INTEGER, type INTEGER, subject TEXT, body TEXT, service_center TEXT, seen INTEGER, lgeSiid TEXT);
INSERT INTO sms VALUES (1, 1, '+15550100001', 1500000000000, 1499999999000, 0, 1, -1, 1, NULL, 'hello', '+15550100099', 1, NULL);
INSERT INTO sms VALUES (2, 2, '+15550100002', 1500000060000, 1500000059000, 0, 0, -1, 7, NULL, 'kept from the owner', '+15550100099', 0, NULL);
INSERT INTO sms VALUES (3, 1, '+15550100001', 1500090000000, 0, NULL, 1, -1, 8, NULL, 'to be sent tomorrow', NULL, 1, NULL);
INSERT INTO sms VALUES (4, 3, '4370', 1500000120000, 0, 0, 0, -1, 19, NULL, 'storm warning', NULL, 0, NULL);
INSERT INTO sms VALUES (5, 1, '+15550100001', 1500000180000, 0, NULL, 1, -1, 9, NULL, 'of another type', NULL, 1, NULL);
