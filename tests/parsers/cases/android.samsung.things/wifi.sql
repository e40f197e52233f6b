CREATE TABLE devices(_id INTEGER PRIMARY KEY, timeStamp INTEGER, deviceName TEXT, btMac TEXT, bleMac TEXT, wifiMac TEXT, p2pMac TEXT, netType INTEGER, deviceType INTEGER, discoveryType INTEGER);
INSERT INTO devices VALUES (1, 1700000000000, 'Printer', '', '', 'AA:BB:CC:00:11:66', '', 2, 1, 1), (2, 1700000001000, 'Screen', '', '', '', 'AA:BB:CC:00:11:77', 4, 1, 1);
