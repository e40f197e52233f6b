CREATE TABLE Fences(BundleId TEXT, Name TEXT, Timestamp FLOAT, Latitude FLOAT, Longitude FLOAT, Distance FLOAT, OnBehalfOfId TEXT);
CREATE TABLE TableInfo(TableName TEXT, SerialNumber TEXT, Version TEXT);
INSERT INTO Fences VALUES ('com.apple.reminders', 'shop', 700000000, 53.5, -0.06, 100, '');
INSERT INTO TableInfo VALUES ('CellLocation', 'F2LX00000000', '1'), ('WifiLocation', NULL, '1');
