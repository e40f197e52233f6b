CREATE TABLE messages(buid TEXT, imdata TEXT, last_message TEXT, timestamp INTEGER, message_type INTEGER, message_read INTEGER);
CREATE TABLE friends(buid TEXT, name TEXT);
INSERT INTO messages VALUES ('2002', '{}', 'Hello', 1700000000000000500, 2, 1), ('2002', NULL, 'Hi', 1700000001000000000, 1, 1);
INSERT INTO friends VALUES ('2002', 'Ada');
