CREATE TABLE locksettings(_id INTEGER PRIMARY KEY, name TEXT, user INTEGER, value TEXT);
INSERT INTO locksettings VALUES (1, 'lockscreen.password_type', 0, '131072'), (2, 'lockscreen.disabled', 0, '0'), (3, 'lockscreen.password_type', 10, '5');
