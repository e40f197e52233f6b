CREATE TABLE sim_verifications(_id INTEGER PRIMARY KEY, phone_number TEXT, verification_time INTEGER, imsi TEXT, sim_slot INTEGER, state TEXT);
INSERT INTO sim_verifications VALUES (1, '+15555550100', 1700000000000, '310150000000001', 0, 'VERIFIED');
INSERT INTO sim_verifications VALUES (2, NULL, 0, '310150000000002', 1, 'NONE');
