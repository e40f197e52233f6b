CREATE TABLE training_input_events_table(_id INTEGER PRIMARY KEY, _payload BLOB, f2 TEXT, f4 TEXT, f5 TEXT, f9 INTEGER);
-- pieces at 7.2.1: "See ", "you"
INSERT INTO training_input_events_table VALUES (1, X'3a0f12060a045365652012050a03796f75', 'com.example.chat', '', 'field 7', 1700000000000), (2, NULL, 'com.example.mail', 'Subject', '', 1700000060000);
