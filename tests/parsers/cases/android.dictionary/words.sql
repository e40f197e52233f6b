CREATE TABLE words(_id INTEGER PRIMARY KEY, word TEXT, frequency INTEGER, locale TEXT, appid INTEGER, shortcut TEXT);
INSERT INTO words VALUES (1, 'Exampleton', 250, 'en_GB', 0, NULL), (2, 'meet me at the quay', 250, NULL, 0, 'mq');
