CREATE TABLE messages(_id INTEGER PRIMARY KEY, message_id TEXT, contact_value TEXT, contact_name TEXT, message_direction INTEGER, message_type INTEGER, message_text TEXT, date INTEGER, attach TEXT);
CREATE TABLE contacts(_id INTEGER PRIMARY KEY, contact_value TEXT, contact_name TEXT);
INSERT INTO messages VALUES (1, 'm1', '+12125550101', 'Ada', 1, 1, 'Hello', 1700000000000, ''), (2, 'm2', '+12125550101', 'Ada', 2, 2, '', 1700000001000, '/data/x/a.jpg');
INSERT INTO contacts VALUES (1, '+12125550101', 'Ada');
