CREATE TABLE chat_messages(message_id TEXT PRIMARY KEY, conversation_id TEXT, sender TEXT, timestamp INTEGER, type TEXT, body TEXT);
INSERT INTO chat_messages VALUES ('m1', 'c1', '2002', 1700000000000, 'text', 'Hello'), ('m2', 'c1', '1000', 1700000001000, 'map', '{"lat":51.5,"lon":-0.125}');
