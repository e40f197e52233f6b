CREATE TABLE beacon(beaconId INTEGER PRIMARY KEY, receivedAt TEXT, rssi INTEGER, deviceAddress TEXT, longitude REAL, latitude REAL);
CREATE TABLE device(deviceId INTEGER PRIMARY KEY, address TEXT, name TEXT, firstDiscovery TEXT, lastSeen TEXT, deviceType TEXT);
-- latitude -97.5 cannot be: in this file the two columns stand exchanged
INSERT INTO beacon VALUES (1, '2023-11-14T22:13:20.5', -60, 'AA:BB', 30.5, -97.5), (2, '2023-11-14T22:14:20', -61, 'AA:BB', NULL, NULL), (3, '2023-11-14T22:15:20', -61, 'AA:BB', 31.5, -80.5);
INSERT INTO device VALUES (1, 'AA:BB', NULL, '2023-11-14T22:13:20', '2023-11-14T22:14:20', 'AIRTAG');
