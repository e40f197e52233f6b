CREATE TABLE messagesTable(_id INTEGER PRIMARY KEY, body TEXT, partner_jid TEXT, was_me INTEGER, timestamp INTEGER, read_state INTEGER, uid TEXT, content_id TEXT, bin_id TEXT, sys_msg TEXT);
CREATE TABLE KIKcontactsTable(_id INTEGER PRIMARY KEY, jid TEXT, display_name TEXT, user_name TEXT, is_group INTEGER, in_roster INTEGER, is_blocked INTEGER);
CREATE TABLE KIKContentTable(content_id TEXT, content_name TEXT, content_string TEXT);
INSERT INTO messagesTable VALUES (1, 'Hello', 'ada_abc@talk.kik.com', 0, 1700000000000, 500, 'u1', NULL, 'b1', NULL), (2, NULL, 'ada_abc@talk.kik.com', 1, 1700000001000, 600, 'u2', 'c1', 'b1', NULL);
INSERT INTO KIKcontactsTable VALUES (1, 'ada_abc@talk.kik.com', 'Ada', 'ada_example', 0, 1, 0), (2, 'g1@groups.kik.com', 'Chess', NULL, 1, 0, 0);
INSERT INTO KIKContentTable VALUES ('c1', 'app-name', 'Camera');
