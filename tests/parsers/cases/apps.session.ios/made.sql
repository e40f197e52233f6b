CREATE TABLE interaction(id INTEGER PRIMARY KEY, threadId TEXT, variant INTEGER, authorId TEXT, body TEXT, timestampMs INTEGER, receivedAtTimestampMs INTEGER, wasRead INTEGER, serverHash TEXT);
CREATE TABLE profile(id TEXT, name TEXT);
INSERT INTO profile VALUES ('05ab', 'Maya');
INSERT INTO interaction VALUES (1, '05ab', 0, '05ab', 'Hi', 1678307200000, 1678307201000, 1, 'h'), (2, '05ab', 7, '05ff', NULL, 1678307260000, NULL, 0, NULL);
