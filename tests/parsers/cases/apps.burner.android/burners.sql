CREATE TABLE messages(_id INTEGER PRIMARY KEY, message_id TEXT, state INTEGER, message TEXT, contact_phone_number TEXT, connected INTEGER, message_type INTEGER, voice_url TEXT, date_created INTEGER, burner_id TEXT, duration INTEGER, direction INTEGER, asset_url TEXT);
CREATE TABLE burners(_id INTEGER PRIMARY KEY, burner_id TEXT, phone_number_id TEXT, name TEXT, expiration_date INTEGER, date_created INTEGER);
CREATE TABLE contacts(_id INTEGER PRIMARY KEY, contact_id TEXT, name TEXT, phone_number TEXT, date_created INTEGER, last_updated_date INTEGER, blocked INTEGER, notes TEXT);
INSERT INTO messages VALUES (1, 'm1', 1, 'Hello', '+12125550101', 0, 2, NULL, 1700000000000, 'b1', 0, 2, NULL), (2, 'm2', 1, 'Picture', '+12125550101', 0, 2, NULL, 1700000001000, 'b1', 0, 1, 'https://example.org/a'), (3, 'm3', 3, '', '+12125550101', 1, 1, NULL, 1700000002000, 'b1', 42, 1, NULL);
INSERT INTO burners VALUES (1, 'b1', '+12125550150', 'Shop', 1700000999000, 1699999990000);
INSERT INTO contacts VALUES (1, 'k1', 'Ada', '+12125550101', 1699999995000, 1699999996000, 1, 'note');
