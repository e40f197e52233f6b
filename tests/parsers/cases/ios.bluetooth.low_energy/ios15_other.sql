CREATE TABLE OtherDevices(Uuid TEXT, Name TEXT, NameOrigin INTEGER, Address TEXT, LastSeenTime INTEGER);
INSERT INTO OtherDevices VALUES ('U-2', NULL, 0, 'Random 00:22', 99);
