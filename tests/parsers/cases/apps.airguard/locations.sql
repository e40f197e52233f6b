CREATE TABLE beacon(beaconId INTEGER PRIMARY KEY, receivedAt TEXT, rssi INTEGER, deviceAddress TEXT, locationId INTEGER);
CREATE TABLE location(locationId INTEGER PRIMARY KEY, longitude REAL, latitude REAL);
INSERT INTO beacon VALUES (1, '2023-11-14T22:13:20', -60, 'AA:BB', 7), (2, '2023-11-14T22:14:20', -61, 'AA:BB', NULL);
INSERT INTO location VALUES (7, -0.125, 51.5);
