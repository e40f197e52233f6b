CREATE TABLE HistoryLog(id INTEGER PRIMARY KEY, timestamp INTEGER, tag TEXT, message TEXT);
INSERT INTO HistoryLog VALUES (1, 1700000000000, 'Unlock', 'unlocked');
