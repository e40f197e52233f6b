CREATE TABLE allowedcars(id INTEGER PRIMARY KEY, connectiontime INTEGER, manufacturer TEXT, model TEXT, bluetoothaddress TEXT, wifissid TEXT, vehicleidclient TEXT);
INSERT INTO allowedcars VALUES (1, 1700000000000, 'Example', 'Estate', 'AA:BB:CC:00:11:44', 'car', 'v1');
