CREATE TABLE sdoc(_id INTEGER PRIMARY KEY, UUID TEXT, title TEXT, content BLOB, createdAt INTEGER, lastModifiedAt INTEGER, isDeleted INTEGER, recycle_bin_time_moved INTEGER, firstOpendAt INTEGER, lastOpenedAt INTEGER);
CREATE TABLE content(_id INTEGER PRIMARY KEY, sdocUUID TEXT, _data TEXT, size INTEGER, createdAt INTEGER, isDeleted INTEGER);
INSERT INTO sdoc VALUES (1, 'u-1', 'List', 'milk', 1700000000000, 1700000100000, 0, 0, 1700000050000, 1700000200000), (2, 'u-2', '', X'c3a9', 1700000300000, 0, 2, 1700000400000, 0, 0);
INSERT INTO content VALUES (7, 'u-1', '/data/user/0/com.samsung.android.app.notes/SDocData/u-1/media/a.jpg', 99, 1700000010000, 0);
