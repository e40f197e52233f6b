CREATE TABLE locationhistoryentry(id INTEGER PRIMARY KEY, date INTEGER, lat REAL, lng REAL, address TEXT, role TEXT);
CREATE TABLE savedtripentry(id INTEGER PRIMARY KEY, homeLat REAL, homeLng REAL, workLat REAL, workLng REAL);
INSERT INTO locationhistoryentry VALUES (1, 1700000000000, 51.5, -0.125, 'Quay 1', 'end');
INSERT INTO savedtripentry VALUES (1, 51.6, -0.13, NULL, NULL);
ALTER TABLE locationhistoryentry ADD COLUMN name TEXT;
INSERT INTO locationhistoryentry VALUES (2, 1700000060000, 51.25, -0.25, 'Yard 2', 'start', 'The yard');
