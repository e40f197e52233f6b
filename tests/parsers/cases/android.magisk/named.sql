CREATE TABLE policies(uid INTEGER, package_name TEXT, policy INTEGER, until INTEGER, logging INTEGER, notification INTEGER);
INSERT INTO policies VALUES (10123, 'com.example.root', 2, 0, 1, 1), (10124, 'com.example.other', 7, 0, 1, 1);
