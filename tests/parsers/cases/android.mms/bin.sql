-- Samsung: a picture message in the recycle bin
CREATE TABLE bin_pdu(_id INTEGER PRIMARY KEY, thread_id INTEGER, date INTEGER, date_sent INTEGER, msg_box INTEGER, m_id TEXT, sub TEXT,
    sub_cs INTEGER, m_type INTEGER, sim_imsi TEXT, bin_timestamp INTEGER);
CREATE TABLE bin_addr(_id INTEGER PRIMARY KEY, msg_id INTEGER, address TEXT, type INTEGER, charset INTEGER);
CREATE TABLE bin_part(_id INTEGER PRIMARY KEY, mid INTEGER, seq INTEGER, ct TEXT, name TEXT, fn TEXT, cl TEXT, _data TEXT, text TEXT);
INSERT INTO bin_pdu VALUES (8, 1, 1700000000, 0, 2, NULL, NULL, NULL, 128, '234150000000001', 1700003600000);
INSERT INTO bin_addr VALUES (1, 8, '+447700900123', 151, 106);
INSERT INTO bin_part VALUES (1, 8, 0, 'image/jpeg', NULL, 'a.jpg', NULL, '/data/x/PART_2', NULL);
