CREATE TABLE access(service TEXT, client TEXT, client_type INTEGER, allowed INTEGER, prompt_count INTEGER, csreq BLOB);
INSERT INTO access VALUES ('kTCCServiceCamera', 'com.example.app', 0, 0, 1, NULL);
