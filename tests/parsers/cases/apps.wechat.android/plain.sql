CREATE TABLE message(msgId INTEGER PRIMARY KEY, msgSvrId INTEGER, type INTEGER, status INTEGER, isSend INTEGER, createTime INTEGER, talker TEXT, content TEXT, imgPath TEXT);
CREATE TABLE rcontact(username TEXT PRIMARY KEY, alias TEXT, conRemark TEXT, nickname TEXT, type INTEGER);
INSERT INTO message VALUES (1, 11, 1, 3, 0, 1700000000000, 'wxid_ada', 'Hello', NULL), (2, 12, 4242, 3, 1, 1700000001000, 'g@chatroom', 'wxid_ada: ?', NULL);
INSERT INTO rcontact VALUES ('wxid_ada', 'ada01', '', 'Ada', 3), ('g@chatroom', '', '', 'Chess', 2);
