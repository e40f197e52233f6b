CREATE TABLE trackpoints(_id INTEGER PRIMARY KEY, trkptseg INTEGER, trkptlat REAL, trkptlon REAL, trkptalt REAL, trkpttime INTEGER);
CREATE TABLE pois(_id INTEGER PRIMARY KEY, poilat REAL, poilon REAL, poitime INTEGER, poiname TEXT);
INSERT INTO trackpoints VALUES (1, 1, 47.5, 8.5, 400.0, 1700000000000);
INSERT INTO pois VALUES (1, 47.25, 8.25, 1700000100000, 'Hut');
