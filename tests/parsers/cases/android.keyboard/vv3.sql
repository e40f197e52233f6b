CREATE TABLE session(_session_id INTEGER, _timestamp_ INTEGER, package_name TEXT);
INSERT INTO session VALUES (1700000000000, 1700000030000, 'com.example.chat');
