-- the blob: field 6 with 7 = Cafe and 2 = Example Street 1
CREATE TABLE sync_item(corpus INTEGER, key_string TEXT, timestamp INTEGER, latitude INTEGER, longitude INTEGER, sync_item BLOB);
INSERT INTO sync_item VALUES (1, '0:0', 1700000000000, 51500000, -125000, NULL), (1, 'x', 1700000001000, 47000000, 8000000, x'32183a044361666512104578616d706c65205374726565742031'), (2, 'y', 0, NULL, NULL, NULL);
