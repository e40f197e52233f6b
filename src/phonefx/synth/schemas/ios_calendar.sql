CREATE TABLE Store (
    ROWID INTEGER PRIMARY KEY, name TEXT, type INTEGER, persistent_id TEXT
);
CREATE TABLE Calendar (
    ROWID INTEGER PRIMARY KEY, store_id INTEGER, title TEXT, color TEXT, type TEXT, sharing_status INTEGER,
    external_id TEXT
);
CREATE TABLE Location (
    ROWID INTEGER PRIMARY KEY, title TEXT, address TEXT, latitude INTEGER, longitude INTEGER, item_owner_id
    INTEGER
);
CREATE TABLE Identity (
    display_name TEXT, address TEXT, first_name TEXT, last_name TEXT
);
CREATE TABLE CalendarItem (
    ROWID INTEGER PRIMARY KEY, summary TEXT, description TEXT, start_date REAL, start_tz TEXT, end_date REAL,
    end_tz TEXT, all_day INTEGER, calendar_id INTEGER, location_id INTEGER, organizer_id INTEGER, status
    INTEGER, availability INTEGER, privacy_level INTEGER, url TEXT, creation_date REAL, last_modified REAL,
    conference_url TEXT, conference_url_detected TEXT, entity_type INTEGER, calendar_scale TEXT, travel_time
    INTEGER, junk_status INTEGER, has_attendees INTEGER
);
CREATE TABLE Participant (
    ROWID INTEGER PRIMARY KEY, entity_type INTEGER, type INTEGER, status INTEGER, pending_status INTEGER, role
    INTEGER, identity_id INTEGER, owner_id INTEGER, email TEXT, phone_number TEXT, is_self INTEGER
);
