CREATE TABLE im(_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, date INTEGER, date_sent INTEGER, read INTEGER, status INTEGER, type INTEGER, body TEXT, content_type TEXT, imdn_message_id TEXT, delivered_timestamp INTEGER, user_alias TEXT, sim_imsi TEXT, bin_timestamp INTEGER);
CREATE TABLE ft(_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, date INTEGER, date_sent INTEGER, type INTEGER, status INTEGER, file_name TEXT, file_path TEXT, file_size INTEGER, thumbnail_path TEXT, content_type TEXT, delivered_timestamp INTEGER, user_alias TEXT, sim_imsi TEXT, imdn_message_id TEXT, bin_timestamp INTEGER);
CREATE TABLE spam_im(_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, date INTEGER, date_sent INTEGER, read INTEGER, status INTEGER, type INTEGER, body TEXT, content_type TEXT, imdn_message_id TEXT, delivered_timestamp INTEGER, user_alias TEXT, sim_imsi TEXT, bin_timestamp INTEGER);
CREATE TABLE spam_ft(_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, date INTEGER, date_sent INTEGER, type INTEGER, status INTEGER, file_name TEXT, file_path TEXT, file_size INTEGER, thumbnail_path TEXT, content_type TEXT, delivered_timestamp INTEGER, user_alias TEXT, sim_imsi TEXT, imdn_message_id TEXT, bin_timestamp INTEGER);
CREATE TABLE bin_im(_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, date INTEGER, date_sent INTEGER, read INTEGER, status INTEGER, type INTEGER, body TEXT, content_type TEXT, imdn_message_id TEXT, delivered_timestamp INTEGER, user_alias TEXT, sim_imsi TEXT, bin_timestamp INTEGER);
CREATE TABLE bin_ft(_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, date INTEGER, date_sent INTEGER, type INTEGER, status INTEGER, file_name TEXT, file_path TEXT, file_size INTEGER, thumbnail_path TEXT, content_type TEXT, delivered_timestamp INTEGER, user_alias TEXT, sim_imsi TEXT, imdn_message_id TEXT, bin_timestamp INTEGER);

INSERT INTO im VALUES (1, 4, '+15550100001', 1700000000000, 1699999999000, 1, 0, 9, 'live', 'text/plain', 'i1', 0, 'Ada', '', 0);
INSERT INTO ft VALUES (2, 4, '+15550100001', 1700000010000, 0, 2, 0, 'a.jpg', '', 10, '/data/x/thumb.jpg', 'image/jpeg', 0, '', '', 'i2', 0);
INSERT INTO spam_im VALUES (3, 5, '+15550100009', 1700000020000, 0, 0, 0, 1, 'filtered', 'text/plain', 'i3', 0, '', '001010000000001', 0);
INSERT INTO spam_ft VALUES (4, 5, '+15550100009', 1700000030000, 0, 1, 0, 'b.apk', '/storage/emulated/0/b.apk', 99, NULL, 'application/octet-stream', 0, '', '', 'i4', 0);
INSERT INTO bin_im VALUES (5, 4, '+15550100001', 1700000040000, 0, 1, 0, 2, 'binned', 'text/plain', 'i5', 1700000041000, '', '', 1700003600000);
INSERT INTO bin_ft VALUES (6, 4, '+15550100001', 1700000050000, 0, 2, 0, 'c.jpg', '/data/x/c.jpg', 11, NULL, 'image/jpeg', 0, '', '', 'i6', 1700003700000);

ALTER TABLE ft ADD COLUMN reserved INTEGER DEFAULT 0;
ALTER TABLE im ADD COLUMN reserved INTEGER DEFAULT 0;
UPDATE ft SET reserved = 1;
