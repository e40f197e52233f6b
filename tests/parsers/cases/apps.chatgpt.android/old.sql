CREATE TABLE DBConversation (id TEXT PRIMARY KEY, conversation TEXT);
CREATE TABLE DBMessage (id TEXT PRIMARY KEY, conversationId TEXT, messageNode TEXT);
INSERT INTO DBConversation VALUES ('c1', '{"title":"A walk","creation_date":"2024-06-01T10:00:00Z"}');
INSERT INTO DBMessage VALUES ('m1', 'c1', '{"content":{"role":"user","date":"2024-06-01T10:00:01.5Z","content":{"content":"Where to go?"}}}');
INSERT INTO DBMessage VALUES ('m2', 'gone', '{"content":{"role":"assistant","date":"2024-06-01T10:00:03Z","content":{"content":"To the sea."}}}');
INSERT INTO DBMessage VALUES ('m3', 'c1', 'no JSON');
