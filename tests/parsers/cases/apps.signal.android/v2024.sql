CREATE TABLE message(_id INTEGER PRIMARY KEY, date_sent INTEGER, date_received INTEGER, thread_id INTEGER, from_recipient_id INTEGER, to_recipient_id INTEGER, type INTEGER, body TEXT, read INTEGER, remote_deleted INTEGER, expires_in INTEGER, quote_id INTEGER);
CREATE TABLE recipient(_id INTEGER PRIMARY KEY, type INTEGER, e164 TEXT, aci TEXT, username TEXT, blocked INTEGER, profile_joined_name TEXT);
CREATE TABLE attachment(_id INTEGER PRIMARY KEY, message_id INTEGER, content_type TEXT, data_file TEXT, data_size INTEGER, file_name TEXT);
CREATE TABLE reaction(_id INTEGER PRIMARY KEY, message_id INTEGER, author_id INTEGER, emoji TEXT, date_sent INTEGER);
CREATE TABLE call(_id INTEGER PRIMARY KEY, call_id INTEGER, message_id INTEGER, peer INTEGER, type INTEGER, direction INTEGER, event INTEGER, timestamp INTEGER);
-- base types: 10485780 & 31 = 20 (incoming), 10485783 & 31 = 23 (sent), 9 is none of a message
INSERT INTO message VALUES (1, 1700000000000, 1700000000500, 5, 2, 1, 10485780, 'Hello', 1, 0, 0, 0), (2, 1700000010000, 1700000010000, 5, 1, 2, 10485783, 'Hi', 1, 0, 60000, 1700000000000), (3, 1700000020000, 1700000020100, 5, 2, 1, 9, NULL, 1, 1, 0, 0);
INSERT INTO recipient VALUES (1, 0, '+12125550100', 'aci-1', NULL, 0, 'Me'), (2, 0, '+12125550101', 'aci-2', 'ada.01', 1, 'Ada Example');
INSERT INTO attachment VALUES (7, 1, 'image/jpeg', '/data/user/0/org.thoughtcrime.securesms/app_parts/part7.mms', 1234, 'a.jpg');
INSERT INTO reaction VALUES (1, 1, 1, '👍', 1700000005000);
INSERT INTO call VALUES (1, 99, 3, 2, 1, 1, 3, 1700000020000);
