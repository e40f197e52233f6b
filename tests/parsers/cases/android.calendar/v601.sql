CREATE TABLE Calendars(_id INTEGER PRIMARY KEY, account_name TEXT, account_type TEXT, calendar_displayName TEXT, ownerAccount TEXT);
CREATE TABLE Events(_id INTEGER PRIMARY KEY, calendar_id INTEGER, title TEXT, eventLocation TEXT, description TEXT, dtstart INTEGER, dtend INTEGER, eventTimezone TEXT, duration TEXT, allDay INTEGER, rrule TEXT, organizer TEXT, deleted INTEGER);
CREATE TABLE Attendees(_id INTEGER PRIMARY KEY, event_id INTEGER, attendeeName TEXT, attendeeEmail TEXT, attendeeStatus INTEGER);
INSERT INTO Calendars VALUES (1, 'a@example.com', 'com.google', 'Private', 'a@example.com');
INSERT INTO Events VALUES (1, 1, 'Train', 'Lausanne', '', 1700000000000, 1700003600000, 'Europe/Zurich', NULL, 0, NULL, 'a@example.com', 0);
INSERT INTO Events VALUES (2, 1, 'Holiday', NULL, NULL, 1700006400000, NULL, 'UTC', 'P1D', 1, 'FREQ=YEARLY', NULL, 1);
INSERT INTO Attendees VALUES (1, 1, 'Bea', 'b@example.com', 1);
CREATE TABLE CalendarCache(_id INTEGER PRIMARY KEY, key TEXT NOT NULL, value TEXT);
INSERT INTO CalendarCache VALUES (1, 'timezoneType', 'auto'), (2, 'timezoneInstances', 'Europe/Lisbon'), (3, 'timezoneInstancesPrevious', 'Europe/London');
