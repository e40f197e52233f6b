CREATE TABLE memories_snap(_id TEXT PRIMARY KEY, media_id TEXT, memories_entry_id TEXT, create_time INTEGER, width INTEGER, height INTEGER, has_location INTEGER, latitude REAL, longitude REAL, time_zone_id TEXT);
INSERT INTO memories_snap VALUES ('s1', 'md1', 'e1', 1700000000000, 1080, 1920, 1, 51.5, -0.125, 'Europe/London'), ('s2', 'md2', 'e1', 1700000001000, 1080, 1920, 0, 0, 0, NULL);
