CREATE TABLE Sessions (_id INTEGER PRIMARY KEY, app_package TEXT, start_time INTEGER, end_time INTEGER, name TEXT, identifier TEXT, description TEXT, activity INTEGER);
INSERT INTO Sessions VALUES (1, 'com.google.android.apps.fitness', 1700000000000, 1700001800000, 'Evening walk', 'id-1', '', 7);
INSERT INTO Sessions VALUES (2, 'com.example.fitness', 1700010000000, 1700030000000, NULL, 'id-2', NULL, 72);
INSERT INTO Sessions VALUES (3, 'com.example.fitness', 1700040000000, 1700041000000, NULL, 'id-3', NULL, 999);
