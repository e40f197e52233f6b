CREATE TABLE call_history(start_time INTEGER, end_time INTEGER, call_type TEXT, voip_type TEXT, caller_mid TEXT);
INSERT INTO call_history VALUES (1700000000000, 1700000061500, 'O', 'V', 'u_ada');
