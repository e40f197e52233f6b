CREATE TABLE CachedPosition(latitude REAL, longitude REAL, altitude REAL, accuracy REAL, altitudeAccuracy REAL, heading REAL, speed REAL, timestamp INTEGER);
INSERT INTO CachedPosition VALUES (51.5, -0.125, NULL, 30.0, NULL, NULL, NULL, 1380000000000);
