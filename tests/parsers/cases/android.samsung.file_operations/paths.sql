CREATE TABLE operation_history (_id INTEGER PRIMARY KEY, mDate TEXT, mOperationType TEXT, mItemCount INTEGER, mFolderCount INTEGER, mPageType TEXT, mOperationResult TEXT);
CREATE TABLE operation_history_data (_id INTEGER PRIMARY KEY, operation_id INTEGER, src_path TEXT, dst_path TEXT, file_type INTEGER);
INSERT INTO operation_history VALUES (1, '2025-12-30 10:11:12', 'MOVE', 2, 0, 'LOCAL', '');
INSERT INTO operation_history VALUES (2, '2025-12-31 10:11:12', 'DELETE', 1, 1, 'LOCAL', NULL);
INSERT INTO operation_history_data VALUES (1, 1, '/storage/emulated/0/a.jpg', '/storage/emulated/0/x/a.jpg', 11);
INSERT INTO operation_history_data VALUES (2, 1, '/storage/emulated/0/b.jpg', '/storage/emulated/0/x/b.jpg', 11);
INSERT INTO operation_history_data VALUES (3, 2, '/storage/emulated/0/x', '', 12289);
