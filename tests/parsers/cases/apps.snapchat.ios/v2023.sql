CREATE TABLE conversation_message(client_conversation_id TEXT, client_message_id INTEGER, server_message_id INTEGER, creation_timestamp INTEGER, read_timestamp INTEGER,
    sender_id TEXT, content_type INTEGER, message_content BLOB, message_state_type TEXT, is_saved INTEGER, is_viewed_by_user INTEGER, remote_media_count INTEGER, quoted_server_message_id INTEGER);
CREATE TABLE conversation(client_conversation_id TEXT, creation_timestamp INTEGER, tombstoned_at_timestamp INTEGER);
CREATE TABLE feed_entry(client_conversation_id TEXT, last_updated_timestamp INTEGER, display_timestamp INTEGER, streak_count INTEGER);
-- the content is a protocol buffer: 4 { 4 { 2 { 1 "Meet at the quay" } } }
INSERT INTO conversation_message VALUES ('c-1', 5, 11, 1678307200000, 1678307260000, 'u-1', 1, X'2216221412120a104d656574206174207468652071756179', 'COMMITTED', 0, 1, 0, 0),
    ('c-1', 6, 12, 1678307300000, 0, 'u-2', 2, X'0801', 'COMMITTED', 1, 0, 1, 11);
INSERT INTO conversation VALUES ('c-1', 1678307100000, 0);
INSERT INTO feed_entry VALUES ('c-1', 1678307300000, 1678307300000, 3);
