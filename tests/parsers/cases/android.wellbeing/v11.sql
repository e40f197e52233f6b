CREATE TABLE packages(_id INTEGER PRIMARY KEY, package_name TEXT);
CREATE TABLE events(_id INTEGER PRIMARY KEY, timestamp INTEGER, type INTEGER, package_id INTEGER, instance_id INTEGER, task_root_package_id INTEGER);
INSERT INTO packages VALUES (1, 'com.example.chat'), (2, 'android');
INSERT INTO events VALUES (1, 1700000000000, 1, 1, 5, 1), (2, 1700000005000, 18, 2, NULL, NULL), (3, 1700000006000, 77, 9, NULL, NULL);
