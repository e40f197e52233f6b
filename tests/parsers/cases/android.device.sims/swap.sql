-- Android 14: a card that was taken out, and the one that is in
CREATE TABLE siminfo(_id INTEGER PRIMARY KEY AUTOINCREMENT, icc_id TEXT NOT NULL, sim_id INTEGER DEFAULT -1,
    display_name TEXT, carrier_name TEXT, number TEXT, mcc INTEGER, mnc INTEGER, is_embedded INTEGER, imsi TEXT);
INSERT INTO siminfo VALUES (1, '8944000000000000011', -1, 'Old', 'Example Mobile', '+447700900123', 234, 15, 0, '234150000000001');
INSERT INTO siminfo VALUES (2, '8944000000000000029', 0, 'New', 'Other Mobile', '', 234, 20, 1, NULL);
