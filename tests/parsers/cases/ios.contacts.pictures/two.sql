CREATE TABLE ABThumbnailImage(record_id INTEGER, format INTEGER, derived_from_format INTEGER, data BLOB);
CREATE TABLE ABFullSizeImage(ROWID INTEGER PRIMARY KEY, record_id INTEGER, crop_x INTEGER, data BLOB);
INSERT INTO ABThumbnailImage VALUES (1, 0, 0, x'ffd8ffe000');
INSERT INTO ABFullSizeImage VALUES (4, 9, 0, x'89504e470d0a');
