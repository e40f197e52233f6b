CREATE TABLE accounts (user_id TEXT, team_id TEXT, email TEXT, team_domain TEXT, enterprise_id TEXT, last_accessed INTEGER, created_ts INTEGER, is_logged_out INTEGER, token_encrypted TEXT);
INSERT INTO accounts VALUES ('U1', 'T1', 'sam@example.com', 'example', NULL, 1700000000000, 1600000000, 0, 'secret');
