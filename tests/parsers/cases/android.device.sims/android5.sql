-- Android 5: no IMSI
CREATE TABLE siminfo(_id INTEGER PRIMARY KEY, icc_id TEXT, sim_id INTEGER, display_name TEXT, carrier_name TEXT, number TEXT);
INSERT INTO siminfo VALUES (1, '8944000000000000011', 0, 'CARD 1', NULL, NULL);
