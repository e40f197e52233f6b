CREATE TABLE message(_id INTEGER PRIMARY KEY, date_sent INTEGER, date_received INTEGER, thread_id INTEGER, from_recipient_id INTEGER, to_recipient_id INTEGER, type INTEGER, body TEXT);
CREATE TABLE recipient(_id INTEGER PRIMARY KEY, type INTEGER, e164 TEXT, aci TEXT, profile_joined_name TEXT);
CREATE TABLE attachment(_id INTEGER PRIMARY KEY, message_id INTEGER, content_type TEXT, data_file TEXT, data_size INTEGER, file_name TEXT);
CREATE TABLE files_in_the_backup(kind TEXT, row INTEGER, path TEXT, PRIMARY KEY (kind, row));
INSERT INTO message VALUES (1, 1700000000000, 1700000000500, 5, 2, 1, 10485780, 'Hello');
INSERT INTO recipient VALUES (2, 0, '+12125550101', 'aci-2', 'Ada Example');
INSERT INTO attachment VALUES (7, 1, 'image/jpeg', '/data/user/0/org.thoughtcrime.securesms/app_parts/part7.mms', 1234, 'a.jpg'), (8, 1, 'image/png', '/data/user/0/org.thoughtcrime.securesms/app_parts/part8.mms', 99, NULL);
INSERT INTO files_in_the_backup VALUES ('attachment', 7, '/data/media/0/Signal/Backups/x.backup/attachment-7-0'), ('avatar', 2, '/data/media/0/Signal/Backups/x.backup/avatar-2-1'), ('sticker', 4, '/data/media/0/Signal/Backups/x.backup/sticker-4-2');
