CREATE TABLE msg(msg_uuid TEXT PRIMARY KEY, conversation_id TEXT, sender INTEGER, created_time INTEGER, type INTEGER, content TEXT, deleted INTEGER, read_status INTEGER);
INSERT INTO msg VALUES ('m1', '0:1:1000:2002', 2002, 1700000000000, 7, '{"text":"Hello"}', 0, 1), ('m2', '0:1:1000:2002', 1000, 1700000001000, 7, 'no json', 1, 1);
