CREATE TABLE log(_id INTEGER PRIMARY KEY, event_user_id INTEGER, event_type INTEGER, event_time_ms INTEGER, key TEXT, pkg TEXT, nid INTEGER, tag TEXT);
INSERT INTO log VALUES (1, 0, 1, 1500000000000, 'k', 'com.example.chat', 3, NULL);
