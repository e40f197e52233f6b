CREATE TABLE ThreadItem(id INTEGER PRIMARY KEY, timestamp REAL, itemType TEXT, messageText TEXT, senderPhoneNumber TEXT, duration REAL, isDeleted INTEGER);
INSERT INTO ThreadItem VALUES (1, 1678307200, 'SmsIn', 'Hi', '+12125550100', NULL, 0), (2, 1678307260, 'OutgoingCall', NULL, '+12125550100', 30, 0), (3, 1678307300, 'MissedCall', NULL, '+12125550101', 0, 1);
