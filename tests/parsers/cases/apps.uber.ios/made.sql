CREATE TABLE place(latitude REAL, longitude REAL, timestamp_ms INTEGER, place_result TEXT);
CREATE TABLE message(content TEXT);
INSERT INTO place VALUES (53.5, -0.06, 1678307200000, '{"title_segment": "Quay"}');
INSERT INTO message VALUES ('{"meta": {"time_ms": 1678307260000, "location": {"latitude": 53.6, "longitude": -0.07, "horizontal_accuracy": 8, "speed": 3.5, "gps_time_ms": 1678307259000}}}'),
    ('{"meta": {"time_ms": 1678307260000}}'), ('x');
