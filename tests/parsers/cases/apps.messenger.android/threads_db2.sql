CREATE TABLE messages(msg_id TEXT PRIMARY KEY, thread_key TEXT, text TEXT, sender TEXT, timestamp_ms INTEGER, timestamp_sent_ms INTEGER, msg_type INTEGER, coordinates TEXT, attachments TEXT, shares TEXT, generic_admin_message_extensible_data TEXT);
CREATE TABLE thread_users(user_key TEXT PRIMARY KEY, name TEXT, username TEXT);
CREATE TABLE message_reactions(msg_id TEXT, user_key TEXT, reaction TEXT);
-- the own id is 1000: the key of a conversation of two is ONE_TO_ONE:other:own
INSERT INTO messages(rowid, msg_id, thread_key, text, sender, timestamp_ms, timestamp_sent_ms, msg_type) VALUES
 (1, 'm1', 'ONE_TO_ONE:2002:1000', 'Hello', '{"user_key":"FACEBOOK:2002","name":"Ada Example"}', 1700000000000, 1700000000000, 0),
 (2, 'm2', 'ONE_TO_ONE:2002:1000', 'Hi', '{"user_key":"FACEBOOK:1000","name":"Me"}', 1700000001000, 1700000001000, 0),
 (3, 'm3', 'GROUP:77', 'All', '{"user_key":"FACEBOOK:1000","name":"Me"}', 1700000002000, 0, 0),
 (4, 'm4', 'ONE_TO_ONE:2002:1000', NULL, NULL, 1700000003000, 0, -1),
 (7, 'm7', 'ONE_TO_ONE:2002:1000', 'broken sender', '{not json', 1700000007000, 0, 0);
INSERT INTO messages(rowid, msg_id, thread_key, text, sender, timestamp_ms, msg_type, coordinates, attachments) VALUES
 (5, 'm5', 'ONE_TO_ONE:2002:1000', 'Here', '{"user_key":"FACEBOOK:2002"}', 1700000004000, 0, '{"latitude":51.5,"longitude":-0.125,"accuracy":40.0}', '[{"id":"a1"}]');
INSERT INTO messages(rowid, msg_id, thread_key, text, sender, timestamp_ms, msg_type, generic_admin_message_extensible_data) VALUES
 (6, 'm6', 'ONE_TO_ONE:2002:1000', 'Call ended', '{"user_key":"FACEBOOK:2002"}', 1700000100000, 8, '{"call_duration":60,"caller_id":"2002","video":true}');
INSERT INTO thread_users VALUES ('FACEBOOK:2002', 'Ada Example', 'ada.example');
INSERT INTO message_reactions VALUES ('m1', '1000', '👍');
ALTER TABLE message_reactions ADD COLUMN reaction_timestamp INTEGER;
UPDATE message_reactions SET reaction_timestamp = 1700000009000;
