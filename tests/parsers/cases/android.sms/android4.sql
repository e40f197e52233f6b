-- Android 4.0 to 4.4: no sub_id, no creator
CREATE TABLE sms(_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, person INTEGER, date INTEGER, protocol INTEGER,
    read INTEGER, status INTEGER, type INTEGER, subject TEXT, body TEXT, service_center TEXT, locked INTEGER, seen INTEGER);
INSERT INTO sms(_id, thread_id, address, date, type, body) VALUES (10, 1, '+15555550100', 1380000000000, 1, 'old');
