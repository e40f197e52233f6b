CREATE TABLE caller_id_feedback(normalized_phone_number TEXT PRIMARY KEY, caller_id_feedback_info BLOB NOT NULL, feedback_creation_time_millis INTEGER NOT NULL);
INSERT INTO caller_id_feedback VALUES ('+447700900666', x'0801', 1700000000000);
