CREATE TABLE ABPerson(ROWID INTEGER PRIMARY KEY AUTOINCREMENT, First TEXT, Last TEXT, Middle TEXT, Organization TEXT, Department TEXT, Note TEXT,
    Kind INTEGER, Birthday TEXT, JobTitle TEXT, Nickname TEXT, CreationDate INTEGER, ModificationDate INTEGER, StoreID INTEGER, PersonLink INTEGER,
    guid TEXT);
CREATE TABLE ABMultiValue(UID INTEGER PRIMARY KEY, record_id INTEGER, property INTEGER, identifier INTEGER, label INTEGER, value TEXT);
CREATE TABLE ABMultiValueLabel(value TEXT);
CREATE TABLE ABMultiValueEntry(parent_id INTEGER, key INTEGER, value TEXT);
CREATE TABLE ABMultiValueEntryKey(value TEXT);
CREATE TABLE ABStore(ROWID INTEGER PRIMARY KEY, Name TEXT, Type INTEGER, MeIdentifier INTEGER);
CREATE TABLE ABGroup(ROWID INTEGER PRIMARY KEY, Name TEXT);
CREATE TABLE ABGroupMembers(UID INTEGER PRIMARY KEY, group_id INTEGER, member_type INTEGER, member_id INTEGER);
INSERT INTO ABStore VALUES (0, 'Local', 0, 2), (1, 'Cloud', 4, -1);
INSERT INTO ABPerson VALUES (1, 'Maya', 'Lindgren', NULL, 'Harbour', NULL, 'met at sea', 0, '-347155200', 'Skipper', 'May', 700000000, 700000060, 1, -1, 'P1');
INSERT INTO ABPerson VALUES (2, 'Tom', NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, 700000000, 700000000, 0, -1, 'P2');
INSERT INTO ABPerson VALUES (3, NULL, NULL, NULL, 'Sailing Club', NULL, NULL, 1, '', NULL, NULL, NULL, NULL, 1, -1, 'P3');
INSERT INTO ABMultiValueLabel VALUES ('_$!<Mobile>!$_'), ('boat');
INSERT INTO ABMultiValueEntryKey VALUES ('Street'), ('City');
INSERT INTO ABMultiValue VALUES (1, 1, 3, 0, 1, '+44 7700 900111'), (2, 1, 3, 1, 2, '+447700900112'), (3, 1, 5, 0, NULL, NULL), (4, 2, 99, 0, NULL, 'x');
INSERT INTO ABMultiValueEntry VALUES (3, 1, 'Quay 1'), (3, 2, 'Saltmere');
INSERT INTO ABGroup VALUES (1, 'Crew');
INSERT INTO ABGroupMembers VALUES (1, 1, 0, 1), (2, 1, 1, 9);
