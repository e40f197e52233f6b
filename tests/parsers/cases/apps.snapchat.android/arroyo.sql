CREATE TABLE conversation_message(client_conversation_id TEXT, client_message_id INTEGER, server_message_id INTEGER, creation_timestamp INTEGER, read_timestamp INTEGER, sender_id TEXT, content_type INTEGER, message_content BLOB, message_state_type TEXT);
-- protobuf: field path 4, 4, 2, 1 = the text
INSERT INTO conversation_message VALUES ('c1', 1, 5, 1700000000000, 1700000004000, 'uuid-a', 1, X'220b220912070a0548656c6c6f', 'COMMITTED'), ('c1', 2, 6, 1700000001000, 0, 'uuid-b', 2, X'0801', 'COMMITTED');
