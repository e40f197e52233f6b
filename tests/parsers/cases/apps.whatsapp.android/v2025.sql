-- October 2025: anonymous ids (lid) that jid_map leads to numbers, group events, edits, polls, members past and present
CREATE TABLE jid(_id INTEGER PRIMARY KEY, user TEXT, server TEXT, raw_string TEXT);
CREATE TABLE jid_map(lid_row_id INTEGER PRIMARY KEY NOT NULL, jid_row_id INTEGER NOT NULL, sort_id INTEGER);
CREATE TABLE chat(_id INTEGER PRIMARY KEY, jid_row_id INTEGER, subject TEXT);
CREATE TABLE message(_id INTEGER PRIMARY KEY, chat_row_id INTEGER NOT NULL, from_me INTEGER NOT NULL, key_id TEXT NOT NULL, sender_jid_row_id INTEGER, status INTEGER, timestamp INTEGER, message_type INTEGER, text_data TEXT);
CREATE TABLE message_system(message_row_id INTEGER PRIMARY KEY, action_type INTEGER NOT NULL);
CREATE TABLE message_edit_info(message_row_id INTEGER PRIMARY KEY, original_key_id TEXT NOT NULL, edited_timestamp INTEGER NOT NULL, sender_timestamp INTEGER NOT NULL);
CREATE TABLE message_add_on(_id INTEGER PRIMARY KEY, chat_row_id INTEGER, from_me INTEGER, key_id TEXT NOT NULL, sender_jid_row_id INTEGER, parent_message_row_id INTEGER, timestamp INTEGER, message_add_on_type INTEGER);
CREATE TABLE group_participant_user(_id INTEGER PRIMARY KEY, group_jid_row_id INTEGER NOT NULL, user_jid_row_id INTEGER NOT NULL, rank INTEGER, pending INTEGER, add_timestamp INTEGER);
CREATE TABLE group_past_participant_user(_id INTEGER PRIMARY KEY, group_jid_row_id INTEGER NOT NULL, user_jid_row_id INTEGER NOT NULL, is_leave INTEGER NOT NULL, timestamp INTEGER);
INSERT INTO jid VALUES (1, '777000111', 'lid', '777000111@lid'), (2, '12125550101', 's.whatsapp.net', '12125550101@s.whatsapp.net'), (3, '120363', 'g.us', '120363@g.us'), (4, '888', 'lid', '888@lid');
INSERT INTO jid_map VALUES (1, 2, 0);
INSERT INTO chat VALUES (1, 1, NULL), (2, 3, 'Boat club');
INSERT INTO message VALUES (2, 1, 0, 'K2', 0, 0, 1700000000000, 0, 'Hello'), (3, 2, 0, 'K3', 1, 0, 1700000001000, 0, 'All aboard'), (4, 2, 0, 'K4', 4, 0, 1700000002000, 0, 'Who am I'), (5, 2, 1, 'K5', 0, 6, 1700000003000, 7, NULL), (6, 2, 1, 'K6', 0, 6, 1700000004000, 7, NULL);
INSERT INTO message_system VALUES (5, 11), (6, 4711);
INSERT INTO message_edit_info VALUES (2, 'K2', 1700000060000, 1700000059000);
INSERT INTO message_add_on VALUES (1, 2, 0, 'A1', 1, 3, 1700000005000, 67);
INSERT INTO group_participant_user VALUES (1, 3, 1, 1, 0, 1699999900000);
INSERT INTO group_past_participant_user VALUES (1, 3, 4, 1, 1700000200), (2, 3, 1, 0, 1700000300);
