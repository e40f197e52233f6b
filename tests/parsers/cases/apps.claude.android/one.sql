CREATE TABLE cachedConversations (uuid TEXT PRIMARY KEY, conversation_json TEXT);
CREATE TABLE cachedMessages (uuid TEXT PRIMARY KEY, conversation_uuid TEXT, message_json TEXT);
INSERT INTO cachedConversations VALUES ('c1', '{"name":"A walk","model":"x"}');
INSERT INTO cachedMessages VALUES ('m1', 'c1', '{"created_at":"2026-06-01T10:00:01.000000Z","sender":"human","content":[{"type":"text","text":"Where to go?"},{"type":"tool_use"},{"type":"text","text":"By train."}],"files":[{"file_name":"map.png"}]}');
INSERT INTO cachedMessages VALUES ('m2', 'c1', '{"created_at":"2026-06-01T10:00:03Z","sender":"assistant","content":[{"type":"text","text":"To the sea."}],"files":[]}');
