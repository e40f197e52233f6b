CREATE TABLE messages(_id INTEGER PRIMARY KEY, message_id TEXT, conversation_id TEXT, author_chat_id TEXT, text TEXT, timestamp INT, status INT, type INT, local_url TEXT, remote_url TEXT, attachment_content_type TEXT, latitude DOUBLE, longitude DOUBLE, address TEXT, sms_type INT, transport_phone TEXT);
CREATE TABLE conversations(_id INTEGER PRIMARY KEY, conversation_id TEXT, name TEXT, generated_name TEXT);
CREATE TABLE participants(_id INTEGER PRIMARY KEY, gaia_id TEXT, chat_id TEXT, phone_id TEXT, full_name TEXT, fallback_name TEXT, blocked INT);
CREATE TABLE conversation_participants(_id INTEGER PRIMARY KEY, participant_row_id INT, conversation_id TEXT);
CREATE TABLE recent_calls(_id INTEGER PRIMARY KEY, normalized_number TEXT, phone_number TEXT, call_timestamp INT, call_type INT);
INSERT INTO messages VALUES (1, 'a', 'c1', '2002', 'It&#39;s &lt;so&gt; &amp; so', 1700000000000000, 4, 2, NULL, NULL, NULL, 0.0, 0.0, NULL, -1, NULL),
 (2, 'b', 'c1', '1000', 'Here', 1700000001000000, 4, 1, NULL, 'https://example.org/p', 'image/jpeg', 51.5, -0.125, 'Quay 1', -1, NULL),
 (3, 'c', 'c2', '1000', 'All', 1700000002000000, 9, 1, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL);
INSERT INTO conversations VALUES (1, 'c1', NULL, 'Ada');
INSERT INTO participants VALUES (1, '2002', '2002', NULL, 'Ada Example', NULL, 0), (2, '1000', '1000', '+12125550100', 'Me', NULL, 0), (3, '3003', '3003', NULL, 'Cy', NULL, 1);
INSERT INTO conversation_participants VALUES (1, 1, 'c1'), (2, 2, 'c1'), (3, 1, 'c2'), (4, 2, 'c2'), (5, 3, 'c2');
INSERT INTO recent_calls VALUES (1, '+12125550101', '2125550101', 1700000050000, 2);
ALTER TABLE messages ADD COLUMN mms_subject TEXT;
UPDATE messages SET mms_subject = 'To all' WHERE _id = 3;
CREATE TABLE blocked_people(_id INTEGER PRIMARY KEY, gaia_id TEXT, chat_id TEXT, name TEXT, profile_photo_url TEXT);
INSERT INTO blocked_people VALUES (4, '3003', '3003', 'Cy', NULL);
