CREATE TABLE locations(_id INTEGER PRIMARY KEY, latitude REAL, longitude REAL);
INSERT INTO locations VALUES (1, 51.5, -0.125);
