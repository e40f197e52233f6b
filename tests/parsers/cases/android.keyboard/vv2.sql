CREATE TABLE session_table(_id INTEGER PRIMARY KEY, _session_id INTEGER, _timestamp INTEGER, _payload BLOB);
CREATE TABLE input_action_table(_id INTEGER PRIMARY KEY, _session_id INTEGER, _timestamp INTEGER, _payload BLOB);
-- description of the session: 6 the field, 7 the app; characters of its actions at 6.4.1
INSERT INTO session_table VALUES (3, 900, 1700000000000, X'32065365617263683a10636f6d2e6578616d706c652e6d617073'), (4, 901, 1700000060000, NULL);
INSERT INTO input_action_table VALUES (1, 900, 1700000000100, X'320a22030a016322030a0161'), (2, 900, 1700000000200, X'320522030a0166'), (3, 900, 1700000000300, X'3200');
