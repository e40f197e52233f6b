CREATE TABLE UserEntity (userId TEXT PRIMARY KEY, email TEXT, name TEXT, createdAtUtc INTEGER, usedSpace INTEGER, maxSpace INTEGER);
CREATE TABLE LinkEntity (id TEXT, share_id TEXT, user_id TEXT, parent_id TEXT, type INTEGER, name TEXT, state INTEGER, creation_time INTEGER, last_modified INTEGER, trashed_time INTEGER, size INTEGER, mime_type TEXT, is_shared INTEGER, number_of_accesses INTEGER);
INSERT INTO UserEntity VALUES ('u1', 'sam@example.org', 'sam', 1600000000000, 1, 2);
INSERT INTO LinkEntity VALUES ('l1', 's1', 'u1', 'p1', 2, 'cipher', 2, 1700000000, 1700000001, 1700000900, 10, 'image/jpeg', 0, 1);
INSERT INTO LinkEntity VALUES ('l2', 's1', 'u1', NULL, 1, 'cipher2', 1, 0, 0, NULL, 0, NULL, 0, NULL);
