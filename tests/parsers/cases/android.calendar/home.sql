CREATE TABLE Calendars(_id INTEGER PRIMARY KEY, account_name TEXT, account_type TEXT, calendar_displayName TEXT, ownerAccount TEXT);
CREATE TABLE Events(_id INTEGER PRIMARY KEY, calendar_id INTEGER, title TEXT, eventLocation TEXT, description TEXT, dtstart INTEGER, dtend INTEGER, eventTimezone TEXT, organizer TEXT);
CREATE TABLE CalendarCache(_id INTEGER PRIMARY KEY, key TEXT NOT NULL, value TEXT);
INSERT INTO Events VALUES (1, 1, 'Call', NULL, NULL, 1700000000000, 1700003600000, 'Asia/Tokyo', NULL);
INSERT INTO CalendarCache VALUES (1, 'timezoneType', 'home'), (2, 'timezoneInstances', 'Asia/Tokyo');
