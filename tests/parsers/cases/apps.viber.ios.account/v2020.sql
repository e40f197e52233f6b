CREATE TABLE Data(key TEXT, value BLOB);
INSERT INTO Data VALUES ('_myPhoneNumber', '+447700900100'), ('_myUserName', 'Owner'), ('_x', '1');
