-- Android 14: a group message, a received one with Latin-1 packed subject, an announcement, an orphan part
CREATE TABLE pdu(_id INTEGER PRIMARY KEY, thread_id INTEGER, date INTEGER, date_sent INTEGER, msg_box INTEGER, read INTEGER,
    m_id TEXT, sub TEXT, sub_cs INTEGER, ct_t TEXT, ct_l TEXT, exp INTEGER, m_type INTEGER, m_size INTEGER, tr_id TEXT,
    sub_id INTEGER DEFAULT -1, creator TEXT, text_only INTEGER);
CREATE TABLE addr(_id INTEGER PRIMARY KEY, msg_id INTEGER, contact_id INTEGER, address TEXT, type INTEGER, charset INTEGER);
CREATE TABLE part(_id INTEGER PRIMARY KEY AUTOINCREMENT, mid INTEGER, seq INTEGER DEFAULT 0, ct TEXT, name TEXT, chset INTEGER,
    cd TEXT, fn TEXT, cid TEXT, cl TEXT, ctt_s INTEGER, ctt_t TEXT, _data TEXT, text TEXT);
INSERT INTO pdu(_id, thread_id, date, date_sent, msg_box, m_id, sub, sub_cs, m_type, sub_id)
    VALUES (1, 3, 1700000000, 1699999990, 1, 'm-1', 'Gr' || char(195) || char(188) || char(195) || char(159) || 'e', 106, 132, 1);
INSERT INTO addr VALUES (1, 1, NULL, '+447700900123', 137, 106);
INSERT INTO addr VALUES (2, 1, NULL, '+447700900100', 151, 106);
INSERT INTO part(_id, mid, seq, ct, text) VALUES (1, 1, -1, 'application/smil', '<smil/>');
INSERT INTO part(_id, mid, seq, ct, text) VALUES (2, 1, 1, 'text/plain', 'second line');
INSERT INTO part(_id, mid, seq, ct, text) VALUES (3, 1, 0, 'text/plain', 'first line');
INSERT INTO part(_id, mid, seq, ct, name, _data) VALUES (4, 1, 2, 'image/jpeg', 'picture.jpg',
    '/data/user_de/0/com.android.providers.telephony/app_parts/PART_1700000000500_picture.jpg');
INSERT INTO pdu(_id, thread_id, date, msg_box, m_type) VALUES (2, 4, 1700000100, 2, 128);
INSERT INTO addr VALUES (3, 2, NULL, 'insert-address-token', 137, 106);
INSERT INTO addr VALUES (4, 2, NULL, '+447700900123', 151, 106);
INSERT INTO addr VALUES (5, 2, NULL, '+447700900124', 151, 106);
INSERT INTO part(_id, mid, seq, ct, text) VALUES (5, 2, 0, 'text/plain', 'to both of you');
INSERT INTO pdu(_id, thread_id, date, msg_box, m_type, ct_l, m_size, exp) VALUES (3, 5, 1700000200000, 1, 130, 'http://mms.example/x', 5000, 1700600000);
INSERT INTO addr VALUES (6, 3, NULL, '+447700900125', 137, 106);
INSERT INTO part(_id, mid, seq, ct, cl, _data) VALUES (6, 2047483647, 0, 'image/png', 'left.png', '/data/user_de/0/com.android.providers.telephony/app_parts/PART_1');
-- a draft, one in the outbox, one that failed, one in a box that nobody described
INSERT INTO pdu(_id, thread_id, date, msg_box, m_type) VALUES (4, 4, 1700000300, 3, 128), (5, 4, 1700000400, 4, 128), (6, 4, 1700000500, 5, 128), (7, 4, 1700000600, 8, 128);
INSERT INTO addr VALUES (7, 6, NULL, '+447700900126', 151, 106);
