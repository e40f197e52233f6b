CREATE TABLE place(latitude_v2 REAL, longitude_v2 REAL, timestamp_ms INTEGER);
CREATE TABLE message(content TEXT);
INSERT INTO place VALUES (53.5, -0.06, 1678307200000);
