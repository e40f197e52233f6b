CREATE TABLE android_app (_id INTEGER PRIMARY KEY, last_used INTEGER, display_name TEXT, package_name TEXT, system_app INTEGER, confidence_hash TEXT, sha1 TEXT, classification TEXT);
INSERT INTO android_app VALUES (1, 1520000000000, 'Chat', 'com.example.chat', 0, 'c', 'aa', 'x');
INSERT INTO android_app VALUES (2, 0, 'Other', 'com.example.other', 1, 'c', 'bb', NULL);
