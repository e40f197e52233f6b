CREATE TABLE PairedDevices(Uuid TEXT, Name TEXT, NameOrigin INTEGER, Address TEXT, ResolvedAddress TEXT, LastSeenTime INTEGER, LastConnectionTime INTEGER);
INSERT INTO PairedDevices VALUES ('U-1', 'Watch', 1, 'Random 00:11', 'Public AA:BB:CC:DD:EE:FF', 12345, 12340);
