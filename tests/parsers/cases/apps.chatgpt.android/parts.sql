CREATE TABLE DBConversation (id TEXT PRIMARY KEY, conversation TEXT);
CREATE TABLE DBMessageChunk (messageId TEXT, chunkIndex INTEGER, chunk BLOB, PRIMARY KEY (messageId, chunkIndex));
INSERT INTO DBConversation VALUES ('c1', '{"title":"A walk"}');
INSERT INTO DBMessageChunk VALUES ('m1', 1, CAST('"conversation_id":"c1","content":{"content":"Where to go?"}}}' AS BLOB));
INSERT INTO DBMessageChunk VALUES ('m1', 0, CAST('{"content":{"role":"user","created_date":"2025-06-01T10:00:01Z","modification_date":"2025-06-01T10:00:02Z",' AS BLOB));
INSERT INTO DBMessageChunk VALUES ('m2', 0, CAST('{"content":{"role":"tool","created_date":"2025-06-01T10:00:03Z","conversation_id":"c1","content":"a text"}}' AS BLOB));
