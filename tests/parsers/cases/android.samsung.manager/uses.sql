CREATE TABLE usage_log (id INTEGER PRIMARY KEY, package_name TEXT, start_time INTEGER, end_time INTEGER, uploaded INTEGER, created_at INTEGER, modified_at INTEGER);
INSERT INTO usage_log VALUES (1, 'com.example.chat', 1520000000000, 1520000060000, 0, 1520000061000, 1520000061000);
