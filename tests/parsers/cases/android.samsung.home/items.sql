CREATE TABLE item (_id INTEGER PRIMARY KEY, title TEXT, component TEXT, type INTEGER, container_type INTEGER, hidden INTEGER, profile_id INTEGER, reference_package_name TEXT);
INSERT INTO item VALUES (1, 'Chat', 'com.example.chat/.Main', 0, 1, 1, 0, NULL);
INSERT INTO item VALUES (2, 'Maps', 'com.example.maps/.Main', 0, 1, 0, 0, NULL);
INSERT INTO item VALUES (3, 'Folder', NULL, 2, 1, 0, 0, NULL);
INSERT INTO item VALUES (4, 'Game', 'com.example.game/.Main', 0, 1, 2, 0, NULL);
