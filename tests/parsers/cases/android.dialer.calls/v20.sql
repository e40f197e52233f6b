CREATE TABLE AnnotatedCallLog(_id INTEGER PRIMARY KEY, timestamp INTEGER, number BLOB, raw_number TEXT, formatted_number TEXT, duration INTEGER,
    call_type INTEGER, geocoded_location TEXT, phone_account_id TEXT, features INTEGER, is_read INTEGER, new INTEGER, voicemail_transcription TEXT);
INSERT INTO AnnotatedCallLog(_id, timestamp, raw_number, formatted_number, duration, call_type) VALUES (5, 1700000000000, '', '07700 900123', 12, 1);
