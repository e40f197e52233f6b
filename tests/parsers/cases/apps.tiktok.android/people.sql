CREATE TABLE SIMPLE_USER(uid INTEGER PRIMARY KEY, unique_id TEXT, nick_name TEXT, follow_status INTEGER);
INSERT INTO SIMPLE_USER VALUES (2002, 'ada.example', 'Ada', 2);
