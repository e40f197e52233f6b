CREATE TABLE new_history (_id INTEGER PRIMARY KEY, f_path TEXT, f_display_name TEXT, f_size_str TEXT, c_start_time INTEGER, c_direction INTEGER, c_session_id TEXT, s_name TEXT, s_device_id TEXT, r_name TEXT, r_device_id TEXT);
CREATE TABLE profile (device_id TEXT PRIMARY KEY, nick_name TEXT, device_type TEXT, connect_times INTEGER, last_connect_date INTEGER, mac TEXT, _u_id TEXT, deleted INTEGER);
INSERT INTO new_history VALUES (1, '/storage/emulated/0/a.apk', 'a.apk', '3 MB', 1700000000000, 1, 's1', 'Sam', 'd0', 'Kim', 'd1');
INSERT INTO new_history VALUES (2, '', 'b.mp3', '5 MB', 1700000100000, 0, 's1', 'Kim', 'd1', 'Sam', 'd0');
INSERT INTO profile VALUES ('d1', 'Kim', 'android', 3, 1700000200000, '02:00:00:00:00:01', 'u', 0);
