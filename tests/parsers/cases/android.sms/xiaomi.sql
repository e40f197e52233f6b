-- MIUI: a row stays with a mark when the user deletes it
CREATE TABLE sms(_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, date INTEGER, date_sent INTEGER, type INTEGER,
    body TEXT, deleted INTEGER DEFAULT 0, block_type INTEGER);
INSERT INTO sms VALUES (1, 1, '+8613800000000', 1700000000000, 0, 1, 'there', 0, 0);
INSERT INTO sms VALUES (2, 1, '+8613800000000', 1700000001000, 0, 1, 'gone', 1, 0);
