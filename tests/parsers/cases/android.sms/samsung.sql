-- One UI: recycle bin and filtered messages
CREATE TABLE sms(_id INTEGER PRIMARY KEY AUTOINCREMENT, thread_id INTEGER, address TEXT, date INTEGER, date_sent INTEGER,
    read INTEGER, status INTEGER, type INTEGER, subject TEXT, body TEXT, sub_id INTEGER, sim_slot INTEGER, sim_imsi TEXT,
    delivery_date INTEGER, secret_mode INTEGER);
CREATE TABLE bin_sms(_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, date INTEGER, date_sent INTEGER, type INTEGER,
    body TEXT, bin_timestamp INTEGER);
CREATE TABLE spam_sms(_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, date INTEGER, type INTEGER, body TEXT);
INSERT INTO sms VALUES (1, 1, '+447700900123', 1700000000000, 0, 1, 0, 2, NULL, 'kept', 1, 0, '234150000000001', 1700000005000, 0);
INSERT INTO bin_sms VALUES (3, 1, '+447700900123', 1700000100000, 1700000099000, 1, 'thrown away', 1700003600000);
INSERT INTO spam_sms VALUES (9, 2, '+447700900999', 1700000200000, 1, 'you have won');
ALTER TABLE sms ADD COLUMN reserved INTEGER DEFAULT 0;
INSERT INTO sms(_id, thread_id, address, date, type, body, reserved) VALUES (2, 1, '+447700900123', 1700900000000, 4, 'for later', 1);
