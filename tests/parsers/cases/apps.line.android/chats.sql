CREATE TABLE chat_history(id INTEGER PRIMARY KEY, server_id TEXT, type INTEGER, chat_id TEXT, from_mid TEXT, content TEXT, created_time TEXT, delivered_time TEXT, status INTEGER, location_name TEXT, location_address TEXT, location_latitude INTEGER, location_longitude INTEGER, attachement_type INTEGER, attachement_local_uri TEXT, parameter TEXT);
CREATE TABLE contacts(m_id TEXT PRIMARY KEY, name TEXT, server_name TEXT);
INSERT INTO chat_history VALUES (1, 's1', 1, 'u_ada', 'u_ada', 'Hello', '1700000000000', '', 1, NULL, NULL, NULL, NULL, 0, NULL, NULL), (2, 's2', 1, 'u_ada', NULL, NULL, '1700000001000', '1700000002000', 3, 'Quay', 'Quay 1', 51500000, -125000, 15, '/data/x', NULL);
INSERT INTO contacts VALUES ('u_ada', 'Ada', 'ada server');
