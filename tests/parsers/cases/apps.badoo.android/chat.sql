CREATE TABLE conversation_info(user_id TEXT, user_name TEXT, gender INTEGER, age INTEGER, encrypted_user_id TEXT);
CREATE TABLE message(id TEXT, conversation_id TEXT, sender_id TEXT, recipient_id TEXT, created_timestamp INTEGER, payload TEXT, payload_type TEXT);
INSERT INTO conversation_info VALUES ('2002', 'Ada', 1, 30, 'enc2002');
INSERT INTO message VALUES ('m1', '2002', '2002', '1000', 1700000000000, '{"text":"Hello"}', 'TEXT'), ('m2', '2002', '1000', '2002', 1700000001000, 'broken', 'TEXT');
INSERT INTO message VALUES ('m3', 'enc2002', 'enc2002', '1000', 1700000002000, '{"text":"By the other id"}', 'TEXT');
