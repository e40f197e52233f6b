CREATE TABLE p_lock_app (id INTEGER PRIMARY KEY, packageName TEXT, isActive INTEGER);
INSERT INTO p_lock_app VALUES (1, 'com.example.chat', 1);
INSERT INTO p_lock_app VALUES (2, 'com.example.maps', 0);
