CREATE TABLE Message(messageId INTEGER, conversationId TEXT, arrivalTime INTEGER, userDisplayName TEXT, content TEXT, deleteTime INTEGER);
CREATE TABLE Conversation(conversationId TEXT, displayName TEXT);
CREATE TABLE User(mri TEXT, displayName TEXT, givenName TEXT, surname TEXT, email TEXT, telephoneNumber TEXT, lastSyncTime INTEGER);
CREATE TABLE MessagePropertyAttribute(messageId INTEGER, propertyId TEXT, attributeValue TEXT);
INSERT INTO Message VALUES (1700000000000, '19:chat', 1700000000000, 'Ada Example', '<div>Hello <b>Bob</b></div>', 0), (1700000060000, '19:gone', 1700000060000, 'Bob Example', 'Plain', 1700000120000);
INSERT INTO Conversation VALUES ('19:chat', 'Project');
INSERT INTO User VALUES ('8:orgid:a', 'Ada Example', 'Ada', 'Example', 'ada@example.org', '+12125550101', 1700000000000), ('8:orgid:b', 'Bob Example', NULL, NULL, NULL, '', NULL);
-- a call of 90 seconds; an entry that is no JSON; another property
INSERT INTO MessagePropertyAttribute VALUES (1, 'CallLog', '{"connectTimeMillis": 1700000200000, "endTimeMillis": 1700000290000, "callState": "accepted", "callDirection": "incoming", "callType": "twoParty", "originatorDisplayName": "Ada Example", "target": "8:orgid:b"}'), (2, 'CallLog', 'odd'), (3, 'Mentions', '{}');
