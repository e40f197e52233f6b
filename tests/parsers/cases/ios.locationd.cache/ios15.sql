CREATE TABLE WifiLocation(MAC INTEGER, Channel INTEGER, InfoMask INTEGER, Timestamp FLOAT, Latitude FLOAT, Longitude FLOAT, HorizontalAccuracy FLOAT,
    Altitude FLOAT, VerticalAccuracy FLOAT, Speed FLOAT, Course FLOAT, Confidence INTEGER, Score INTEGER, Reach INTEGER);
CREATE TABLE LteCellLocation(MCC INTEGER, MNC INTEGER, TAC INTEGER, CI INTEGER, UARFCN INTEGER, PID INTEGER, Timestamp FLOAT, Latitude FLOAT, Longitude FLOAT,
    HorizontalAccuracy FLOAT, Confidence INTEGER);
CREATE TABLE LocationHarvest(Timestamp FLOAT, Latitude FLOAT, Longitude FLOAT, HorizontalAccuracy FLOAT, Altitude FLOAT, VerticalAccuracy FLOAT, Speed FLOAT,
    Course FLOAT);
INSERT INTO WifiLocation VALUES (2199023321088, 11, 0, 700000000, 53.5, -0.06, 40, 0, -1, -1, -1, 70, 9, 3); -- 0x020000010000
INSERT INTO WifiLocation VALUES (1, 11, 0, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0);
INSERT INTO LteCellLocation VALUES (234, 30, 100, 4242, -1, -1, 700000001, 53.6, -0.07, 1414, 70);
INSERT INTO LocationHarvest VALUES (700000002, 53.7, -0.08, 10, 5, -1, 2, 180);
