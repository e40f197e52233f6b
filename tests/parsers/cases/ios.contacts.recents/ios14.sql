CREATE TABLE recents(ROWID INTEGER PRIMARY KEY, display_name TEXT, last_date INTEGER, dates TEXT, sending_address TEXT, original_source TEXT,
    count INTEGER, group_kind INTEGER, bundle_identifier TEXT);
CREATE TABLE contacts(ROWID INTEGER PRIMARY KEY, recent_id INTEGER, kind TEXT, address TEXT, display_name TEXT);
INSERT INTO recents VALUES (1, NULL, 1678307200123, '1678307200123', 'tom@example.org', 'mail', 3, 0, 'com.apple.mobilemail');
INSERT INTO contacts VALUES (5, 1, 'email', 'maya@example.org', 'Maya'), (6, 77, 'phone', '+447700900111', NULL);
