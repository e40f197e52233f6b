CREATE TABLE plz_interaction (timestamp INTEGER, plz TEXT);
INSERT INTO plz_interaction VALUES (1700000000000, '100000');
INSERT INTO plz_interaction VALUES (1700000100000, '3011');
