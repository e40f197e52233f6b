CREATE TABLE groups (group_id TEXT PRIMARY KEY, name TEXT, group_type TEXT, created_at INTEGER);
CREATE TABLE messages (message_id TEXT PRIMARY KEY, conversation_id TEXT, user_id TEXT, name TEXT, sender_type TEXT, created_at INTEGER, deleted_at INTEGER, deletion_actor TEXT, is_system INTEGER, hidden INTEGER, read INTEGER, message_text TEXT, photo_url TEXT, photo_uri TEXT, video_url TEXT, location_lat TEXT, location_lng TEXT, location_name TEXT);
INSERT INTO groups VALUES ('g1', 'Walking', 'private', 1600000000);
INSERT INTO messages VALUES ('m1', 'g1', 'u1', 'Sam', 'user', 1700000000, 0, NULL, 0, 0, 1, 'Here', NULL, NULL, NULL, '51.5', '-0.125', 'Gate');
INSERT INTO messages VALUES ('m2', 'g1', 'u2', 'Kim', 'user', 1700000100, 1700000200, 'sender', 0, 0, 1, 'This message was deleted', 'pictures/1', '', NULL, NULL, NULL, NULL);
INSERT INTO messages VALUES ('m3', 'gone', 'system', 'GroupMe', 'system', 1700000300, 0, NULL, 1, 0, 1, 'Kim joined', NULL, NULL, NULL, NULL, NULL, NULL);
