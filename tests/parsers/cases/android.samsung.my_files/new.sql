CREATE TABLE download_history(mDate INTEGER, mName TEXT, mFullPath TEXT, mIsHidden INTEGER, mTrashed INTEGER, _source TEXT, _description TEXT, _from_s_browser INTEGER);
CREATE TABLE recent_files(mDate INTEGER, mName TEXT, mFullPath TEXT, mIsHidden INTEGER, mTrashed INTEGER, _source TEXT, _description TEXT, _from_s_browser INTEGER);
INSERT INTO download_history VALUES (1700000000000, 'a.apk', '/storage/emulated/0/Download/a.apk', 0, 0, '1', 'https://example.org/a.apk', 1);
INSERT INTO recent_files VALUES (1700000060000, 'quay.jpg', '/storage/emulated/0/DCIM/quay.jpg', 0, 1, '2', '', 0);
