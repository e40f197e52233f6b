CREATE TABLE Friend(_id INTEGER PRIMARY KEY, userId TEXT, username TEXT, displayName TEXT, phone TEXT, birthday INTEGER, addedTimestamp INTEGER);
CREATE TABLE Message(_id INTEGER PRIMARY KEY, timestamp INTEGER, senderId INTEGER, type TEXT, content BLOB);
INSERT INTO Friend VALUES (1, 'uuid-a', 'ada_example', 'Ada', '+12125550101', 101, 1700000000000);
INSERT INTO Message VALUES (1, 1700000001000, 1, 'text', X'48656c6c6f');
ALTER TABLE Message ADD COLUMN feedRowId INTEGER;
UPDATE Message SET feedRowId = 17;
