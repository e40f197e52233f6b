CREATE TABLE call(ROWID INTEGER PRIMARY KEY AUTOINCREMENT, address TEXT, date INTEGER, duration INTEGER, flags INTEGER, id INTEGER,
    name TEXT, country_code TEXT, network_code TEXT, read INTEGER, assisted INTEGER);
CREATE TABLE _SqliteDatabaseProperties(key TEXT, value TEXT);
INSERT INTO call VALUES (1, '+15555550123', 1348307200, 30, 5, -1, '', 'us', '310', 1, 0);
INSERT INTO call VALUES (2, '+15555550124', 1348307300, 0, 4, 7, 'Lee', 'us', '310', 0, 0);
INSERT INTO call VALUES (3, 'lee@example.org', 1348307400, 0, 17, -1, NULL, NULL, NULL, 1, 0);
INSERT INTO call VALUES (4, '+15555550125', 1348307500, 0, 1048576, -1, NULL, NULL, NULL, 1, 0);
INSERT INTO _SqliteDatabaseProperties VALUES ('timer_all', '4000'), ('_ClientVersion', '3');
