CREATE TABLE sms(_id INTEGER PRIMARY KEY, body TEXT);
CREATE TABLE part(_id INTEGER PRIMARY KEY, text TEXT);
CREATE TABLE words_content(docid INTEGER PRIMARY KEY, c0_id, c1index_text, c2source_id, c3table_to_use);
INSERT INTO sms VALUES (1, 'still there');
INSERT INTO part VALUES (4, 'a part');
INSERT INTO words_content VALUES (1, 1, 'still there', 1, 1);
INSERT INTO words_content VALUES (2, 2, 'was deleted', 2, 1);
INSERT INTO words_content VALUES (3, 8589934596, 'a part', 4, 2);
INSERT INTO words_content VALUES (4, 8589934597, 'part of a deleted MMS', 5, 2);
