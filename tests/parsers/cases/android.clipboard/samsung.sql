CREATE TABLE clip_table(_id INTEGER PRIMARY KEY, time_stamp INTEGER, text TEXT, caller_package_name TEXT, user_id INTEGER);
INSERT INTO clip_table VALUES (1, 1700000000000, 'copied there', 'com.example.chat', 150);
