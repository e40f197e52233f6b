CREATE TABLE im(_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, date INTEGER, date_sent INTEGER, read INTEGER, status INTEGER,
    type INTEGER, body TEXT, content_type TEXT, imdn_message_id TEXT, delivered_timestamp INTEGER, user_alias TEXT, sim_imsi TEXT);
CREATE TABLE ft(_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, date INTEGER, date_sent INTEGER, type INTEGER, status INTEGER,
    file_name TEXT, file_path TEXT, file_size INTEGER, thumbnail_path TEXT, content_type TEXT, delivered_timestamp INTEGER, user_alias TEXT, sim_imsi TEXT);
INSERT INTO im VALUES (1, 4, '+447700900123', 1700000000000, 1699999999000, 1, 0, 1, 'over RCS', 'text/plain', 'imdn-1', 1700000001000, 'Ada', '');
INSERT INTO ft VALUES (2, 4, '+447700900123', 1700000100000, 0, 2, 0, 'a.jpg', '/storage/emulated/0/Pictures/Messages/a.jpg', 1234, NULL, 'image/jpeg', 0, '', NULL);
