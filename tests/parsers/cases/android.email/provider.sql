CREATE TABLE Message(_id INTEGER PRIMARY KEY, displayName TEXT, timeStamp INTEGER, subject TEXT, flagRead INTEGER, fromList TEXT, toList TEXT, messageId TEXT, mailboxKey INTEGER, snippet TEXT);
CREATE TABLE Mailbox(_id INTEGER PRIMARY KEY, displayName TEXT);
CREATE TABLE Attachment(_id INTEGER PRIMARY KEY, fileName TEXT, mimeType TEXT, size INTEGER, contentUri TEXT, cachedFile TEXT, messageKey INTEGER);
CREATE TABLE HostAuth(_id INTEGER PRIMARY KEY, protocol TEXT, address TEXT, login TEXT, password TEXT);
INSERT INTO Message VALUES (1, 'Ada', 1700000000000, 'Ferry', 1, 'ada@example.org', 'ben@example.org', '<1@example.org>', 2, 'The ferry leaves');
INSERT INTO Mailbox VALUES (2, 'INBOX');
INSERT INTO Attachment VALUES (1, 'a.pdf', 'application/pdf', 99, 'content://x/1', NULL, 1);
INSERT INTO HostAuth VALUES (1, 'imap', 'mail.example.org', 'ben', 'secret');
