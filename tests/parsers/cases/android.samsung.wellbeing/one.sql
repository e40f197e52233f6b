CREATE TABLE foundPackages(pkgId INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE usageEvents(timeStamp INTEGER, eventId INTEGER, pkgId INTEGER, eventType INTEGER);
INSERT INTO foundPackages VALUES (4, 'com.example');
INSERT INTO usageEvents VALUES (1700000000000, 9, 4, 1);
