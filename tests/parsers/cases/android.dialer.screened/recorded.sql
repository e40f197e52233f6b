CREATE TABLE call_recording_info(call_creation_time_millis INTEGER PRIMARY KEY, call_recording_details BLOB, last_modified_timestamp_millis INTEGER);
INSERT INTO call_recording_info VALUES (1700000000000, X'0801', 1700000001000);
