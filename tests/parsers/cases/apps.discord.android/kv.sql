CREATE TABLE messages0(k INTEGER PRIMARY KEY, data BLOB);
INSERT INTO messages0 VALUES (1, CAST(X'01' || '{"id":"77","channel_id":"c9","type":19,"content":"Hello","timestamp":"2023-11-14T22:13:20+00:00","author":{"id":"2002","username":"ada"},"attachments":[{"filename":"a.png"}]}' AS BLOB)), (2, X'0203');
