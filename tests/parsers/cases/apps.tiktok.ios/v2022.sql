CREATE TABLE TIMMessageORM(localcreatedat INTEGER, servercreatedat INTEGER, sender INTEGER, belongingConversationIdentifier TEXT, content TEXT);
INSERT INTO TIMMessageORM VALUES (1678307200, 1678307201, 55, '0:1:55:77', '{"text": "Hi"}'), (1678307260000000, NULL, 77, '0:1:55:77', 'plain');
