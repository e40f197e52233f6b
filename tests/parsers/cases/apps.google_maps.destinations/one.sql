CREATE TABLE destination_history(time INTEGER, dest_lat INTEGER, dest_lng INTEGER, dest_title TEXT, dest_address TEXT, source_lat INTEGER, source_lng INTEGER);
INSERT INTO destination_history VALUES (1400000000000, 51500000, -125000, 'Station', 'Example Street 1', 51000000, -100000), (1400000001000, 47000000, 8000000, '', 'Elsewhere', NULL, NULL);
