CREATE TABLE Transcript(id TEXT PRIMARY KEY, conversation BLOB, audioRecordingFilePath TEXT, isRated INTEGER, lastModifiedMillis INTEGER);
-- protobuf: field 1 repeated: 1 time in milliseconds, 3 text
INSERT INTO Transcript VALUES ('a', X'0a180880d095ffbc311a0f57686f2069732063616c6c696e673f0a1308a0ef95ffbc311a0a4974206973204164612e', '/data/x/callscreenrecordings/a.wav', 0, 1700000060000), ('b', NULL, NULL, 0, 1700000090000);
