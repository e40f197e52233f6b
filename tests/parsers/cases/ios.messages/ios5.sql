-- iOS 5: flags instead of is_from_me; SMS in seconds since 1970, iMessage ("madrid") in seconds since 2001
CREATE TABLE message(ROWID INTEGER PRIMARY KEY AUTOINCREMENT, address TEXT, date INTEGER, text TEXT, flags INTEGER, svc_center TEXT,
    group_id INTEGER, subject TEXT, country TEXT, recipients BLOB, read INTEGER, madrid_attributedBody BLOB, madrid_handle TEXT,
    madrid_guid TEXT, madrid_date_read INTEGER, madrid_date_delivered INTEGER, madrid_account TEXT, madrid_flags INTEGER,
    madrid_error INTEGER, is_madrid INTEGER);
CREATE TABLE msg_pieces(ROWID INTEGER PRIMARY KEY, message_id INTEGER, data BLOB, part_id INTEGER, content_type TEXT, content_id TEXT,
    content_loc TEXT, flags INTEGER);
INSERT INTO message(ROWID, address, date, text, flags, group_id, is_madrid) VALUES (1, '+15555550100', 1330000000, 'plain', 2, 4, 0);
INSERT INTO message(ROWID, date, text, flags, group_id, is_madrid, madrid_handle, madrid_guid, madrid_date_delivered)
    VALUES (2, 351692800, 'blue', 3, 5, 1, 'lee@example.org', 'M2', 351692860);
INSERT INTO message(ROWID, date, flags, group_id, is_madrid, recipients) VALUES (3, 1330000100, 33, 4, 0,
    CAST('<?xml version="1.0"?><plist version="1.0"><array><string>+15555550101</string><string>+15555550102</string></array></plist>' AS BLOB));
INSERT INTO message(ROWID, address, date, text, flags, is_madrid) VALUES (4, '+15555550100', 1330000200, 'gone?', 129, 0);
INSERT INTO msg_pieces VALUES (1, 3, CAST('Look' AS BLOB), 1, 'text/plain', '2', 'text.txt', 0);
INSERT INTO msg_pieces VALUES (2, 3, NULL, 0, '', NULL, NULL, 0);
CREATE TABLE madrid_attachment(ROWID INTEGER PRIMARY KEY, message_id INTEGER, attachment_guid TEXT, filename TEXT, mime_type TEXT, uti_type TEXT,
    transfer_state INTEGER, is_incoming INTEGER);
INSERT INTO madrid_attachment VALUES (1, 2, 'A1', '~/Library/SMS/Attachments/ab/IMG.jpg', 'image/jpeg', 'public.jpeg', 5, 0);
