CREATE TABLE battery_event(timestamp_millis INTEGER, battery_level INTEGER, charge_type INTEGER, battery_saver INTEGER, timezone TEXT, place_key TEXT);
INSERT INTO battery_event VALUES (1700000000000, 55, 2, 2, 'Europe/Lisbon', NULL);
