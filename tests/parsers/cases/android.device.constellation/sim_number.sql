CREATE TABLE sim_verifications(_id INTEGER PRIMARY KEY, phone_number TEXT, verification_time INTEGER, imsi TEXT, sim_readable_number TEXT, state INTEGER, verification_method INTEGER, sim_slot INTEGER);
INSERT INTO sim_verifications VALUES (1, NULL, 1700000000000, '310150000000001', '+15550100100', 2, 1, 0);
