CREATE TABLE local_reports(_id INTEGER PRIMARY KEY, ssid TEXT, bssid TEXT, security INTEGER, timestamp_millis INTEGER);
CREATE TABLE lru_table(_id INTEGER PRIMARY KEY, ssid TEXT, bssid TEXT, last_seen_millis INTEGER);
INSERT INTO local_reports VALUES (1, 'Cafe', 'aa:bb:cc:00:11:22', 2, 1700000000000);
INSERT INTO lru_table VALUES (1, 'Home', 'aa:bb:cc:00:11:33', 1700000001000);
