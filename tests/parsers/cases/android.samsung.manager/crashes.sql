CREATE TABLE crash_info (_id INTEGER PRIMARY KEY, package_name TEXT, crash_time INTEGER);
INSERT INTO crash_info VALUES (3, 'com.example.chat', 1520000000000);
