CREATE TABLE CalendarItem(ROWID INTEGER PRIMARY KEY, summary TEXT, location_id INTEGER, description TEXT, start_date REAL, start_tz TEXT, end_date REAL,
    all_day INTEGER, calendar_id INTEGER, organizer_id INTEGER, creation_date REAL, last_modified REAL, entity_type INTEGER);
CREATE TABLE Calendar(ROWID INTEGER PRIMARY KEY, title TEXT);
CREATE TABLE Location(ROWID INTEGER PRIMARY KEY, title TEXT, address TEXT, latitude REAL, longitude REAL);
CREATE TABLE Participant(ROWID INTEGER PRIMARY KEY, entity_type INTEGER, status INTEGER, role INTEGER, identity_id INTEGER, owner_id INTEGER, email TEXT,
    phone_number TEXT);
CREATE TABLE Identity(display_name TEXT, address TEXT);
INSERT INTO Calendar VALUES (1, 'Home');
INSERT INTO Location VALUES (1, 'Quay', '2 Quay Road', 53.5, -0.06), (2, 'Nowhere', NULL, 0, 0);
INSERT INTO Identity VALUES ('Maya', 'mailto:maya@example.org');
INSERT INTO Participant VALUES (1, 8, 0, 0, 1, 1, NULL, NULL), (2, 7, 1, 0, NULL, 1, 'lee@example.org', NULL),
    (3, 7, 1, 0, NULL, 2, 'kim@example.org', NULL);
INSERT INTO CalendarItem VALUES (1, 'Regatta', 1, 'bring rope', 700000000, 'Europe/London', 700003600, 0, 1, 1, 699000000, 699000000, 2);
INSERT INTO CalendarItem VALUES (2, 'Day off', NULL, NULL, 700012800, '_float', 700099200, 1, 9, NULL, NULL, NULL, 2);
