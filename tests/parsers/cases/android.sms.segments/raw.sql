CREATE TABLE raw(_id INTEGER PRIMARY KEY, date INTEGER, reference_number INTEGER, count INTEGER, sequence INTEGER,
    destination_port INTEGER, address TEXT, sub_id INTEGER, pdu TEXT, deleted INTEGER, message_body TEXT, display_originating_addr TEXT);
INSERT INTO raw VALUES (1, 1700000000000, 5, 3, 2, -1, '+447700900123', 1, '0011', 1, 'middle of it', '+447700900123');
INSERT INTO raw VALUES (2, 1700000000500, 5, 3, 3, -1, '+447700900123', 1, '0012', 0, 'end of it', '+447700900123');
