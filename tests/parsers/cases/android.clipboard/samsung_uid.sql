CREATE TABLE clip_table(_id INTEGER PRIMARY KEY, time_stamp INTEGER, text TEXT, caller_app_uid INTEGER, clip_type INTEGER);
INSERT INTO clip_table VALUES (1, 1700000000000, 'copied', 10123, 2);
