CREATE TABLE canonical_addresses(_id INTEGER PRIMARY KEY, address TEXT);
CREATE TABLE threads(_id INTEGER PRIMARY KEY, date INTEGER, message_count INTEGER, recipient_ids TEXT, snippet TEXT, type INTEGER);
CREATE TABLE sms(_id INTEGER PRIMARY KEY, thread_id INTEGER);
CREATE TABLE pending_msgs(_id INTEGER PRIMARY KEY, proto_type INTEGER, msg_id INTEGER, err_type INTEGER, retry_index INTEGER, due_time INTEGER, last_try INTEGER);
INSERT INTO canonical_addresses VALUES (1, '+12125550101'), (2, '+12125550102');
-- a group of two, and lists that are none: they must not end the reading of the others
INSERT INTO threads VALUES (1, 1700000000000, 0, ' 1 2 ', 'To both', 0), (2, 1700000001000, 0, 'x"y', 'Odd', 0), (3, 1700000002000, 0, NULL, 'None', 0), (4, 1700000003000, 0, '', 'Empty', 0);
