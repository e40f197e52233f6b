CREATE TABLE places(id TEXT, name TEXT, latitude REAL, longitude REAL, radius REAL);
INSERT INTO places VALUES ('p', 'School', 51.5, -0.125, 150.0);
