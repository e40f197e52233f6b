CREATE TABLE pdu(_id INTEGER PRIMARY KEY, thread_id INTEGER, date INTEGER, date_sent INTEGER, msg_box INTEGER, m_id TEXT, sub TEXT, sub_cs INTEGER, m_type INTEGER, sub_id INTEGER, sim_imsi TEXT, bin_timestamp INTEGER);
CREATE TABLE addr(_id INTEGER PRIMARY KEY, msg_id INTEGER, address TEXT, type INTEGER, charset INTEGER);
CREATE TABLE part(_id INTEGER PRIMARY KEY, mid INTEGER, seq INTEGER, ct TEXT, name TEXT, fn TEXT, cl TEXT, _data TEXT, text TEXT);
CREATE TABLE spam_pdu(_id INTEGER PRIMARY KEY, thread_id INTEGER, date INTEGER, date_sent INTEGER, msg_box INTEGER, m_id TEXT, sub TEXT, sub_cs INTEGER, m_type INTEGER, sub_id INTEGER, sim_imsi TEXT, bin_timestamp INTEGER);
CREATE TABLE spam_addr(_id INTEGER PRIMARY KEY, msg_id INTEGER, address TEXT, type INTEGER, charset INTEGER);
CREATE TABLE spam_part(_id INTEGER PRIMARY KEY, mid INTEGER, seq INTEGER, ct TEXT, name TEXT, fn TEXT, cl TEXT, _data TEXT, text TEXT);
CREATE TABLE bin_pdu(_id INTEGER PRIMARY KEY, thread_id INTEGER, date INTEGER, date_sent INTEGER, msg_box INTEGER, m_id TEXT, sub TEXT, sub_cs INTEGER, m_type INTEGER, sub_id INTEGER, sim_imsi TEXT, bin_timestamp INTEGER);
CREATE TABLE bin_addr(_id INTEGER PRIMARY KEY, msg_id INTEGER, address TEXT, type INTEGER, charset INTEGER);
CREATE TABLE bin_part(_id INTEGER PRIMARY KEY, mid INTEGER, seq INTEGER, ct TEXT, name TEXT, fn TEXT, cl TEXT, _data TEXT, text TEXT);

INSERT INTO pdu VALUES (1, 1, 1700000000000, 1699999999, 1, 'm1', NULL, NULL, 132, 1, '001010000000001', 0);
INSERT INTO addr VALUES (1, 1, '+15550100001', 137, 106), (2, 1, 'insert-address-token', 151, 106);
INSERT INTO part VALUES (1, 1, 0, 'text/plain', NULL, NULL, 'text.txt', NULL, 'live words');
INSERT INTO spam_pdu VALUES (2, 2, 1700000100, 0, 1, 'm2', 'Prize', 106, 130, 2, '', 0);
INSERT INTO spam_addr VALUES (3, 2, '+15550100009', 137, 106);
INSERT INTO spam_part VALUES (2, 2, 0, 'image/gif', 'p.gif', NULL, NULL, '/data/x/PART_9', NULL);
INSERT INTO bin_pdu VALUES (3, 1, 1700000200, 0, 2, 'm3', NULL, NULL, 128, 1, '', 1700003600000);
INSERT INTO bin_addr VALUES (4, 3, '+15550100001', 151, 106);
INSERT INTO bin_part VALUES (3, 3, 0, 'text/plain', NULL, NULL, NULL, NULL, 'binned words');
