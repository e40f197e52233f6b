CREATE TABLE operation_history (_id INTEGER PRIMARY KEY, mDate TEXT, mOperationType TEXT, mItemCount INTEGER, mFolderCount INTEGER, mPageType TEXT, mOperationResult TEXT);
INSERT INTO operation_history VALUES (7, '2021-12-30 10:11:12', 'RENAME', 1, 0, 'LOCAL', '');
INSERT INTO operation_history VALUES (8, 'then', 'COPY', 1, 0, 'LOCAL', '');
