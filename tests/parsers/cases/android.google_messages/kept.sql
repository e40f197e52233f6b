-- user_version 59581: drafts, reminders and paired browsers have tables of their own
CREATE TABLE conversations(_id INTEGER PRIMARY KEY, name TEXT, participant_normalized_destination TEXT, draft_snippet_text TEXT);
CREATE TABLE drafts(conversation_id INTEGER PRIMARY KEY NOT NULL, text TEXT, attachments BLOB, subject TEXT, is_urgent INT, replied_to_message_id TEXT);
CREATE TABLE reminders(_id INTEGER PRIMARY KEY AUTOINCREMENT, message_id INTEGER, conversation_id INTEGER, trigger_time INTEGER, status INTEGER);
CREATE TABLE desktop(_id INTEGER PRIMARY KEY AUTOINCREMENT, desktop_id TEXT NOT NULL, last_connection_time INT, operating_system TEXT, operating_system_version TEXT, browser_type INT, is_active INT, gaia_email TEXT);
INSERT INTO conversations VALUES (3, 'Ada', '+12125550101', '');
INSERT INTO drafts VALUES (3, 'Not yet sent', NULL, '', 0, NULL);
INSERT INTO reminders VALUES (1, 44, 3, 1700000000000, 1);
INSERT INTO desktop VALUES (1, 'd-1', 1700000005000, 'Linux', '6', 2, 1, ''), (2, 'd-2', 0, '', '', 0, 0, 'ben@example.org');
