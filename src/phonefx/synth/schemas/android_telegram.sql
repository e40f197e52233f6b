CREATE TABLE messages_holes (uid INTEGER, start INTEGER, end INTEGER, PRIMARY KEY (uid, start));
CREATE INDEX uid_end_messages_holes ON messages_holes (uid, end);
CREATE TABLE scheduled_messages_v2 (
    mid INTEGER, uid INTEGER, send_state INTEGER, date INTEGER, data BLOB, ttl INTEGER, replydata BLOB,
    PRIMARY KEY (mid, uid)
);
CREATE TABLE messages_v2 (
    mid INTEGER, uid INTEGER, read_state INTEGER, send_state INTEGER, date INTEGER, data BLOB, out INTEGER,
    ttl INTEGER, media INTEGER, replydata BLOB, imp INTEGER, mention INTEGER, forwards INTEGER, replies_data BLOB,
    thread_reply_id INTEGER, is_channel INTEGER, PRIMARY KEY (mid, uid)
);
CREATE INDEX uid_mid_read_out_idx_messages_v2 ON messages_v2 (uid, mid, read_state, out);
CREATE INDEX uid_date_mid_idx_messages_v2 ON messages_v2 (uid, date, mid);
CREATE TABLE dialogs (
    did INTEGER PRIMARY KEY, date INTEGER, unread_count INTEGER, last_mid INTEGER, inbox_max INTEGER,
    outbox_max INTEGER, last_mid_i INTEGER, unread_count_i INTEGER, pts INTEGER, date_i INTEGER, pinned INTEGER,
    flags INTEGER, folder_id INTEGER, data BLOB
);
CREATE INDEX date_idx_dialogs ON dialogs (date);
CREATE TABLE params (
    id INTEGER PRIMARY KEY, seq INTEGER, pts INTEGER, date INTEGER, qts INTEGER, lsv INTEGER, sg INTEGER, pbytes BLOB
);
CREATE TABLE users (uid INTEGER PRIMARY KEY, name TEXT, status INTEGER, data BLOB);
CREATE TABLE chats (uid INTEGER PRIMARY KEY, name TEXT, data BLOB);
CREATE TABLE contacts (uid INTEGER PRIMARY KEY, mutual INTEGER);
CREATE TABLE user_settings (uid INTEGER PRIMARY KEY, info BLOB, pinned INTEGER);
