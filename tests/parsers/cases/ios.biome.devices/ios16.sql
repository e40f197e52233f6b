CREATE TABLE DevicePeer(id INTEGER PRIMARY KEY, device_identifier TEXT, name TEXT, model TEXT, platform INTEGER, me INTEGER, last_sync_date REAL);
INSERT INTO DevicePeer VALUES (1, 'DEV-1', 'Maya''s iPad', 'iPad8,1', 2, 0, 1678307200);
