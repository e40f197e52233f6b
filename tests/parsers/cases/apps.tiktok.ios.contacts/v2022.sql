CREATE TABLE AwemeContactsV5(uid INTEGER, customid TEXT, nickname TEXT, latestchattimestamp INTEGER);
INSERT INTO AwemeContactsV5 VALUES (55, 'maya_q', 'Maya', 1678307200), (56, '', 'Lee', 0);
