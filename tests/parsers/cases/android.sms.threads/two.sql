CREATE TABLE canonical_addresses(_id INTEGER PRIMARY KEY, address TEXT);
CREATE TABLE threads(_id INTEGER PRIMARY KEY, date INTEGER, message_count INTEGER, recipient_ids TEXT, snippet TEXT, type INTEGER);
CREATE TABLE sms(_id INTEGER PRIMARY KEY, thread_id INTEGER);
CREATE TABLE pending_msgs(_id INTEGER PRIMARY KEY, proto_type INTEGER, msg_id INTEGER, err_type INTEGER, retry_index INTEGER, due_time INTEGER, last_try INTEGER);
INSERT INTO canonical_addresses VALUES (1, '+12125550101'), (2, '+12125550102'), (12, '+12125550112');
INSERT INTO threads VALUES (1, 1700000000000, 0, '1', 'See you at the station', 0), (2, 1700000001000, 1, '12', 'still here', 0), (3, 1700000002000, 0, '12', '', 0);
INSERT INTO sms VALUES (1, 2);
INSERT INTO pending_msgs VALUES (1, 1, 55, 10, 3, 1700000009000, 1700000003000);
