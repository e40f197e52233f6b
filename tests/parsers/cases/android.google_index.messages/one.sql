CREATE TABLE mmssms(_id INTEGER PRIMARY KEY, msg_type TEXT, uri TEXT, type INTEGER, thread_id INTEGER, address TEXT, date INTEGER, subject TEXT, body TEXT);
INSERT INTO mmssms VALUES (1, 'sms', 'content://sms/77', 1, 4, '+15555550100', 1500000000000, NULL, 'still here');
