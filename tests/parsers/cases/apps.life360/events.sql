CREATE TABLE event(id TEXT, eventVersion INTEGER, timestamp INTEGER, data TEXT);
INSERT INTO event VALUES ('a', 1, 1700000000, '{"locationData": {"time": 1700000000000, "latitude": 51.5, "longitude": -0.125, "horizontalAccuracy": 12.5, "speed": 1.5}}'), ('b', 1, 1700000001, '{"type": "drive"}');
