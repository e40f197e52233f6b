CREATE TABLE semantic_segment_table(start_timestamp_seconds INTEGER, end_timestamp_seconds INTEGER, timestamp_millis INTEGER, segment_type INTEGER, semantic_segment BLOB, obfuscated_gaia_id TEXT);
-- the stay's position stands at 3.1.4.5: 1 = 535000000, 2 = -600000 (ten-millionths of a degree)
INSERT INTO semantic_segment_table VALUES (1678307200, 1678310800, 1678307200000, 1, X'1a170a1522132a1108c0e78dff0110c0b0dbffffffffffff01', 'g'), (1678310800, 1678311000, 1678310800000, 2, X'0801', 'g');
