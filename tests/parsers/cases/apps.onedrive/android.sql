CREATE TABLE items (_id INTEGER PRIMARY KEY, resourceId TEXT, parentRid TEXT, name TEXT, extension TEXT, itemType INTEGER, itemDate INTEGER, creationDate INTEGER, modifiedDateOnClient INTEGER, ownerName TEXT, size INTEGER, sha1Hash TEXT);
CREATE TABLE stream_cache (_id INTEGER PRIMARY KEY, parentId INTEGER, stream_location TEXT, last_access_date INTEGER, last_sync_date INTEGER, streamType INTEGER, sync_state INTEGER);
CREATE TABLE drives (_id INTEGER PRIMARY KEY, accountId TEXT, drivePath TEXT, driveDisplayName TEXT, driveType INTEGER, serverType INTEGER);
INSERT INTO items VALUES (1, 'Mru', NULL, 'Mru', '', 32, 0, 0, 0, NULL, 0, NULL);
INSERT INTO items VALUES (2, 'A!1', 'A!0', 'plan', '.pdf', 1, 1700000000000, 1699999999000, -1, 'Sam', 2048, 'aa');
INSERT INTO stream_cache VALUES (9, 2, 'files/stream/9', 1700000500000, 0, 1, 2);
INSERT INTO stream_cache VALUES (10, 2, 'files/stream/10', 0, 0, 1, 2);
INSERT INTO drives VALUES (1, 'acct1', '/drive', 'Sam', 1, 1);
