CREATE TABLE Messages(id INTEGER PRIMARY KEY, author TEXT, from_dispname TEXT, dialog_partner TEXT, convo_id INTEGER, type INTEGER, timestamp INTEGER, edited_timestamp INTEGER, body_xml TEXT, guid BLOB);
CREATE TABLE Conversations(id INTEGER PRIMARY KEY, identity TEXT, displayname TEXT);
CREATE TABLE Accounts(id INTEGER PRIMARY KEY, skypename TEXT, fullname TEXT);
CREATE TABLE Contacts(id INTEGER PRIMARY KEY, skypename TEXT, displayname TEXT, fullname TEXT, phone_mobile TEXT, phone_home TEXT, phone_office TEXT, isblocked INTEGER);
CREATE TABLE Calls(id INTEGER PRIMARY KEY, begin_timestamp INTEGER, duration INTEGER, is_incoming INTEGER, is_unseen_missed INTEGER, conv_dbid INTEGER, host_identity TEXT);
INSERT INTO Messages VALUES (1, 'ada.example', 'Ada', 'ada.example', 1, 61, 1700000000, 0, 'One &lt; two <ss type="hi">(wave)</ss>', X'AB'), (2, 'ben.example', 'Ben', '', 2, 61, 1700000001, 1700000060, 'To all', NULL),
 (3, 'ada.example', 'Ada', 'ada.example', 1, 202, 1700000002, 0, '<location latitude="51500000" longitude="-125000">Quay 1</location>', NULL);
INSERT INTO Conversations VALUES (1, 'ada.example', 'Ada'), (2, '19:x@thread.skype', 'Chess');
INSERT INTO Accounts VALUES (1, 'ben.example', 'Ben');
INSERT INTO Contacts VALUES (1, 'ada.example', 'Ada', 'Ada Example', '+12125550101', NULL, NULL, 1);
INSERT INTO Calls VALUES (1, 1700000030, 65, 1, 0, 1, 'ada.example');
ALTER TABLE Messages ADD COLUMN timestamp__ms INTEGER;
UPDATE Messages SET timestamp__ms = 1700000000250 WHERE id = 1;
ALTER TABLE Contacts ADD COLUMN lastonline_timestamp INTEGER;
UPDATE Contacts SET lastonline_timestamp = 1699990000;
CREATE TABLE Transfers(id INTEGER PRIMARY KEY, type INTEGER, partner_handle TEXT, status INTEGER, filepath TEXT, filename TEXT, filesize TEXT, chatmsg_guid BLOB);
INSERT INTO Transfers VALUES (1, 1, 'ada.example', 8, '/storage/emulated/0/Download/plan.pdf', 'plan.pdf', '1234', X'AB'), (2, 1, 'ada.example', 8, '', 'lost.jpg', '99', X'EE');
