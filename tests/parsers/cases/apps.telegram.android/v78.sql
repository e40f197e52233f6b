CREATE TABLE messages(mid INTEGER PRIMARY KEY, uid INTEGER, read_state INTEGER, send_state INTEGER, date INTEGER, data BLOB, out INTEGER, ttl INTEGER, media INTEGER);
CREATE TABLE scheduled_messages(mid INTEGER PRIMARY KEY, uid INTEGER, send_state INTEGER, date INTEGER, data BLOB);
CREATE TABLE users(uid INTEGER PRIMARY KEY, name TEXT, status INTEGER, data BLOB);
CREATE TABLE chats(uid INTEGER PRIMARY KEY, name TEXT, data BLOB);
CREATE TABLE user_contacts_v7(key TEXT PRIMARY KEY, uid INTEGER, fname TEXT, sname TEXT, imported INTEGER);
CREATE TABLE user_phones_v7(key TEXT, phone TEXT, sphone TEXT, deleted INTEGER, PRIMARY KEY (key, phone));
-- 2021: ids of 32 bits; constructor, flags, id, peerUser 1001, peerUser 1000, date, text
INSERT INTO messages VALUES (7, 1001, 0, 0, 1700000000, X'11e5b85b00010000070000006dbcb19de90300006dbcb19de803000000f1536510416e206f6c646572206d657373616765000000', 0, 0, 0);
-- a secret chat, which this app numbered in the upper half of the dialog id
INSERT INTO messages VALUES (-8, 21474836480, 0, 0, 1700000001, NULL, 1, 30, 0);
INSERT INTO users VALUES (1001, 'ada;;;ada_example', 0, X'c15884931a000000e9030000034164610b6164615f6578616d706c650b3132313235353530313031');
