CREATE TABLE topic_messages(message_id TEXT, topic_id TEXT, group_id TEXT, creator_id TEXT, create_time INTEGER, text_body TEXT);
CREATE TABLE users(user_id TEXT, name TEXT);
CREATE TABLE Groups(group_id TEXT, name TEXT);
INSERT INTO users VALUES ('9', 'Maya');
INSERT INTO Groups VALUES ('g', 'Crew');
INSERT INTO topic_messages VALUES ('m1', 't1', 'g', '9', 1678307200000000, 'Hi');
