CREATE TABLE self_participants(_id INTEGER PRIMARY KEY, phone_number TEXT, sim_serial_number TEXT, sim_slot_index INT, sub_id INT);
INSERT INTO self_participants VALUES (1, '+15555550100', '8901000000000000013', 0, 1);
INSERT INTO self_participants VALUES (2, NULL, '', -1, -1);
