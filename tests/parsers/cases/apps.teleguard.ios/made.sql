CREATE TABLE messages(id TEXT, createDate INTEGER, type TEXT, contactId TEXT, text TEXT, chatId TEXT);
INSERT INTO messages VALUES ('m', 1678307200000, 'TEXT', 'c1', 'Hi', 'chat-4');
