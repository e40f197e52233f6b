-- Fields 4 and 5 created and changed, 6 title, 7 description, 10.1 and 10.2 the calendar, 19 the uid, 36.1 and 37.1 beginning and end.
CREATE TABLE Events (AccountId TEXT, CalendarId TEXT, EventId TEXT, Proto BLOB, StartDayUtc INTEGER, ToBeRemoved INTEGER, EventType INTEGER);
CREATE TABLE Accounts (AccountId TEXT PRIMARY KEY, PlatformAccountName TEXT);
INSERT INTO Accounts VALUES ('a1', 'sam@example.com');
INSERT INTO Events VALUES ('a1', 'cal-1', 'e1', X'2080bcaaa2b93128a0c9b0a2b931320744656e746973743a0c4272696e6720706170657273520d0a0563616c2d311204576f726b9a01057569642d31a202070880d095ffbc31aa02070880adf180bd31', 19675, 0, 0);
INSERT INTO Events VALUES ('a1', 'cal-1', 'e2', NULL, 19676, 1, 0);
