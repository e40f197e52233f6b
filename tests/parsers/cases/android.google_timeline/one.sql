-- the blob of a visit: fields 3.1.4.5 with 1 = 515000000 and 2 = 4294717296 (-250000 in 32 bits)
CREATE TABLE semantic_segment_table(segment_id TEXT, start_timestamp_seconds INTEGER, end_timestamp_seconds INTEGER, segment_type INTEGER,
    semantic_segment BLOB, shown_in_timeline INTEGER, is_finalized INTEGER, hierarchy_level INTEGER, obfuscated_gaia_id TEXT);
CREATE TABLE edited_segment_table(segment_id TEXT, start_timestamp_seconds INTEGER, end_timestamp_seconds INTEGER, segment_type INTEGER, is_edit_uploaded INTEGER);
INSERT INTO semantic_segment_table VALUES ('a', 1700000000, 1700003600, 1, x'1a120a10220e2a0c08c08dc9f50110f0def0ff0f', 1, 1, 0, 'g');
INSERT INTO semantic_segment_table VALUES ('b', 1700003600, 1700004000, 2, x'', 1, 1, 0, 'g');
INSERT INTO edited_segment_table VALUES ('a', 1700000000, 1700003600, 1, 0);
