-- positions of the phone itself, queued for upload up to iOS 10
CREATE TABLE WifiLocationHarvest(Timestamp FLOAT, Latitude FLOAT, Longitude FLOAT, HorizontalAccuracy FLOAT, Altitude FLOAT, VerticalAccuracy FLOAT, Speed FLOAT, Course FLOAT, MAC);
INSERT INTO WifiLocationHarvest VALUES (700000000, 53.5, -0.06, 12, 5, 3, 2, 180, 2199023321088);
CREATE TABLE CellLocationHarvest(Timestamp FLOAT, Latitude FLOAT, Longitude FLOAT, HorizontalAccuracy FLOAT, Altitude FLOAT, VerticalAccuracy FLOAT, Speed FLOAT, Course FLOAT, LAC);
INSERT INTO CellLocationHarvest VALUES (700000001, 53.6, -0.06, 12, 5, -1, -1, -1, 11);
CREATE TABLE LteCellLocationHarvest(Timestamp FLOAT, Latitude FLOAT, Longitude FLOAT, HorizontalAccuracy FLOAT, Altitude FLOAT, VerticalAccuracy FLOAT, Speed FLOAT, Course FLOAT, TAC);
INSERT INTO LteCellLocationHarvest VALUES (700000002, 53.7, -0.06, 12, 5, 3, 2, 180, 13);
CREATE TABLE CdmaCellLocationHarvest(Timestamp FLOAT, Latitude FLOAT, Longitude FLOAT, HorizontalAccuracy FLOAT, Altitude FLOAT, VerticalAccuracy FLOAT, Speed FLOAT, Course FLOAT, Confidence);
INSERT INTO CdmaCellLocationHarvest VALUES (700000003, 53.8, -0.06, 12, 5, -1, -1, -1, 3);
CREATE TABLE AppHarvest(Timestamp FLOAT, Latitude FLOAT, Longitude FLOAT, HorizontalAccuracy FLOAT, Altitude FLOAT, VerticalAccuracy FLOAT, Speed FLOAT, Course FLOAT, BundleId);
INSERT INTO AppHarvest VALUES (700000004, 53.9, -0.06, 12, 5, 3, 2, 180, 'com.example.app');
CREATE TABLE PassHarvest(Timestamp FLOAT, Latitude FLOAT, Longitude FLOAT, HorizontalAccuracy FLOAT, Altitude FLOAT, VerticalAccuracy FLOAT, Speed FLOAT, Course FLOAT, Confidence);
INSERT INTO PassHarvest VALUES (700000005, 54.0, -0.06, 12, 5, -1, -1, -1, 5);
CREATE TABLE IndoorLocationHarvest(Timestamp FLOAT, Latitude FLOAT, Longitude FLOAT, HorizontalAccuracy FLOAT, Altitude FLOAT, VerticalAccuracy FLOAT, Speed FLOAT, Course FLOAT, Confidence);
INSERT INTO IndoorLocationHarvest VALUES (700000006, 54.1, -0.06, 12, 5, 3, 2, 180, 6);
CREATE TABLE WtwLocationHarvest(Timestamp FLOAT, Latitude FLOAT, Longitude FLOAT, HorizontalAccuracy FLOAT, Altitude FLOAT, VerticalAccuracy FLOAT, Speed FLOAT, Course FLOAT, Confidence);
INSERT INTO WtwLocationHarvest VALUES (700000007, 54.2, -0.06, 12, 5, -1, -1, -1, 7);
