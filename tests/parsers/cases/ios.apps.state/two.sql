CREATE TABLE application_identifier_tab(id INTEGER PRIMARY KEY, application_identifier TEXT);
INSERT INTO application_identifier_tab VALUES (1, 'com.example.app'), (4, 'com.example.removed');
