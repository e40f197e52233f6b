-- iOS 4 to 8: fewer columns, no unified persons
CREATE TABLE ABPerson(ROWID INTEGER PRIMARY KEY AUTOINCREMENT, First TEXT, Last TEXT, Middle TEXT, Organization TEXT, Note TEXT, Birthday TEXT, CreationDate INTEGER, ModificationDate INTEGER, StoreID INTEGER);
CREATE TABLE ABMultiValue(UID INTEGER PRIMARY KEY, record_id INTEGER, property INTEGER, identifier INTEGER, label INTEGER, value TEXT);
CREATE TABLE ABMultiValueLabel(value TEXT, UNIQUE(value));
CREATE TABLE ABStore(ROWID INTEGER PRIMARY KEY, Name TEXT, MeIdentifier INTEGER);
INSERT INTO ABStore VALUES (0, 'Local', 2);
INSERT INTO ABPerson VALUES (1, 'Maya', 'Quay', NULL, NULL, 'met in Leeds', '300000000', 350000000, 360000000, 0), (2, NULL, NULL, NULL, 'Own Ltd', NULL, NULL, 350000000, 350000000, 0);
INSERT INTO ABMultiValueLabel VALUES ('_$!<Mobile>!$_'), ('Boat');
INSERT INTO ABMultiValue VALUES (1, 1, 3, 0, 1, '+44 7700 900111'), (2, 1, 4, 0, 2, 'maya@example.org'), (3, 2, 99, 0, NULL, 'x');
