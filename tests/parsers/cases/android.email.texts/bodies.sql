CREATE TABLE Body (_id integer primary key autoincrement, messageKey integer, htmlContent text, textContent text, htmlReply text, textReply text, sourceMessageKey text, introText text, quotedTextStartPos integer);
CREATE TABLE Body_Deletes (_id integer unique, messageKey integer, htmlContent text, textContent text, htmlReply text, textReply text, sourceMessageKey text, introText text, quotedTextStartPos integer);
INSERT INTO Body(_id, messageKey, htmlContent, textContent) VALUES (1, 7, NULL, 'plain words'), (2, 8, '<p>of a <b>page</b></p>', NULL), (3, 9, NULL, '');
INSERT INTO Body_Deletes(_id, messageKey, textContent) VALUES (4, 10, 'removed words');
