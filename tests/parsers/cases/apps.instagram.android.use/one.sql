CREATE TABLE intervals (_id INTEGER PRIMARY KEY, start_event TEXT, start_walltime INTEGER, start_uptime INTEGER, end_event TEXT, end_walltime INTEGER, end_uptime INTEGER, seq_num INTEGER);
INSERT INTO intervals VALUES (1, 'foreground', 1700000000, 100, 'background', 1700000060, 160, 1);
INSERT INTO intervals VALUES (2, 'foreground', 1700000200, 300, NULL, 0, 0, 2);
