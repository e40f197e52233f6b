-- iOS 4: a year of cells and access points, with the hardware address as text
CREATE TABLE WifiLocation(MAC TEXT, Timestamp FLOAT, Latitude FLOAT, Longitude FLOAT, HorizontalAccuracy FLOAT, Confidence INTEGER);
CREATE TABLE CellLocation(MCC INTEGER, MNC INTEGER, LAC INTEGER, CI INTEGER, Timestamp FLOAT, Latitude FLOAT, Longitude FLOAT, HorizontalAccuracy FLOAT);
CREATE TABLE CdmaCellLocation(MCC INTEGER, SID INTEGER, NID INTEGER, BSID INTEGER, Timestamp FLOAT, Latitude FLOAT, Longitude FLOAT, HorizontalAccuracy FLOAT);
INSERT INTO WifiLocation VALUES ('0:a:b1:2:3:4', 300000000, 53.5, -0.06, 80, 50), ('0:0:0:0:0:1', 300000000, 0, 0, -1, 0);
INSERT INTO CellLocation VALUES (234, 30, 11, 101, 300000001, 53.6, -0.07, 500);
INSERT INTO CdmaCellLocation VALUES (310, 22, 3, 106, 300000002, 53.7, -0.08, 1500);
