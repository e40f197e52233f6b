CREATE TABLE model_TSInteraction(id INTEGER PRIMARY KEY, uniqueId TEXT, uniqueThreadId TEXT, timestamp INTEGER, receivedAtTimestamp INTEGER, recordType INTEGER, body TEXT, authorPhoneNumber TEXT, authorUUID TEXT, wasRemotelyDeleted INTEGER);
CREATE TABLE model_TSThread(uniqueId TEXT, contactPhoneNumber TEXT, contactUUID TEXT);
INSERT INTO model_TSThread VALUES ('t', '+447700900111', NULL);
INSERT INTO model_TSInteraction VALUES (1, 'm1', 't', 1678307200000, 1678307201000, 19, 'Hi', '+447700900111', NULL, 0), (2, 'm2', 't', 1678307260000, NULL, 21, 'Yes', NULL, NULL, 1);
