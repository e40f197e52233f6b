CREATE TABLE topic_messages(message_id TEXT, topic_id TEXT, group_id TEXT, creator_id TEXT, create_time INTEGER, text_body TEXT);
CREATE TABLE users(user_id TEXT, name TEXT, email TEXT);
CREATE TABLE drafts(group_id TEXT, text_body TEXT);
INSERT INTO topic_messages VALUES ('m', 't', 'g', '2002', 1700000000000000, 'Hello');
INSERT INTO users VALUES ('2002', 'Ada', 'ada@example.org');
INSERT INTO drafts VALUES ('g', 'Not yet');
