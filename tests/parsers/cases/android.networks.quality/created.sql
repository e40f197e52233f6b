CREATE TABLE local_reports(_id INTEGER PRIMARY KEY, ssid TEXT, bssid TEXT, created_ms INTEGER);
CREATE TABLE lru_table(_id INTEGER PRIMARY KEY, ssid TEXT, bssid TEXT, last_use INTEGER);
INSERT INTO local_reports VALUES (1, 'Quay', 'aa:bb:cc:00:11:44', 1500000000000);
INSERT INTO lru_table VALUES (1, 'Yard', 'aa:bb:cc:00:11:55', 1500000001000);
