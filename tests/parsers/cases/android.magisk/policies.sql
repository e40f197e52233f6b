CREATE TABLE policies(uid INTEGER PRIMARY KEY, policy INTEGER, until INTEGER, logging INTEGER, notification INTEGER);
INSERT INTO policies VALUES (10123, 2, 0, 1, 1), (10124, 9, 0, 1, 1);
