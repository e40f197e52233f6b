CREATE TABLE s_table(_id INTEGER PRIMARY KEY, f1 INTEGER, f7 TEXT, f8 TEXT, f9 INTEGER, f10 INTEGER, f11 INTEGER);
CREATE TABLE tf_table(_id INTEGER PRIMARY KEY, _timestamp INTEGER, f1 INTEGER, f3 TEXT, f4 INTEGER);
INSERT INTO s_table VALUES (1, 500, 'Message', 'com.example.chat', 3, 1700000000000, 1700000009000);
-- the letters of session 500, not in their order, and one of a session that is gone
INSERT INTO tf_table VALUES (1, 1700000000100, 500, 'H', 0), (2, 1700000000300, 500, '!', 2), (3, 1700000000200, 500, 'i', 1), (4, 1700000700000, 501, 'x', 0);
