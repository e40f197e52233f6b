CREATE TABLE ownership(account STRING, library_id STRING, doc_id STRING, doc_type INTEGER, purchase_time INTEGER);
INSERT INTO ownership VALUES ('a@example.com', '3', 'org.example.gone', 1, 1600000000000);
