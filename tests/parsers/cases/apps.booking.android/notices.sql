CREATE TABLE notification (_id INTEGER PRIMARY KEY, time_epoch INTEGER, server_id TEXT, title TEXT, body TEXT, is_viewed INTEGER, is_clicked INTEGER, is_deleted INTEGER, args_json TEXT);
INSERT INTO notification VALUES (1, 1700000000, 's', 'Your stay', 'begins tomorrow', 1, 0, 0, '{}');
