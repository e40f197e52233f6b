CREATE TABLE message(id TEXT, thread_id TEXT, sender_id TEXT, content TEXT, created_at INTEGER, deleted INTEGER, has_location INTEGER, location_latitude REAL, location_longitude REAL, location_name TEXT, location_timestamp INTEGER);
INSERT INTO message VALUES ('m', 't', 's', 'here', 1700000000, 0, 1, 51.5, -0.125, 'Harbour', 1700000000);
