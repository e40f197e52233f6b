CREATE TABLE message (message_uuid TEXT PRIMARY KEY, message_type TEXT, createdAt INTEGER, createdAtNtp INTEGER, group_uuid TEXT, cold_launch_uuid TEXT, status TEXT, content TEXT);
INSERT INTO message VALUES ('m1', 'analytics', 1700000000000, NULL, 'g', 'c', 'PENDING', '{"contextual_data":{"prod_meta":{"location":{"city":"london","city_id":"5"},"network":{"type":"wifi"},"device":{"model":"Example 1"},"carrier":{"mcc":"234","mnc":"30"}}}}');
INSERT INTO message VALUES ('m2', 'analytics', 1700000100000, NULL, 'g', 'c', 'PENDING', '{"contextual_data":{}}');
INSERT INTO message VALUES ('m3', 'analytics', 1700000200000, NULL, 'g', 'c', 'PENDING', NULL);
