CREATE TABLE foundPackages(pkgId INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE usageEvents(timeStamp INTEGER, eventId INTEGER, pkgId INTEGER, eventType INTEGER);
INSERT INTO foundPackages VALUES (4, 'com.example');
INSERT INTO usageEvents VALUES (1700000000000, 9, 4, 1);
CREATE TABLE Logging(timeStamp INTEGER, key TEXT, Value TEXT);
INSERT INTO Logging VALUES (1700003600000, 'UsageDataManager::timeZoneChanged()', 'prevTimezone( Europe/London), newTimezone( Europe/Lisbon)'), (1700003700000, 'UsageDataManager::start', 'x');
