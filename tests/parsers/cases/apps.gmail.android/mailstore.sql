-- The store up to about 2017; the text of the second is deflated: <p>At <i>ten</i></p>
CREATE TABLE messages (_id INTEGER PRIMARY KEY, messageId INTEGER, conversation INTEGER, fromAddress TEXT, toAddresses TEXT, ccAddresses TEXT, bccAddresses TEXT, replyToAddresses TEXT, dateSentMs INTEGER, dateReceivedMs INTEGER, subject TEXT, snippet TEXT, body TEXT, bodyCompressed BLOB);
INSERT INTO messages VALUES (1, 900001, 500, 'Ada <ada@example.org>', 'ben@example.org', '', '', '', 1400000000000, 1400000005000, 'The quay', 'At nine', '<p>At nine</p>', NULL);
INSERT INTO messages VALUES (2, 900002, 500, 'ben@example.org', 'ada@example.org', '', '', '', 1400000100000, 1400000105000, 'Re: The quay', 'At', NULL, X'78DAB329B0732C51B0C9B42B49CDB3D1CFB4B3D12FB0030040A20615');
INSERT INTO messages VALUES (3, 900003, 501, 'cleo@example.org', 'ben@example.org', '', '', '', 1400000200000, 1400000205000, 'Short', 'the start', NULL, NULL);
