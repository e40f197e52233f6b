CREATE TABLE autofill(name TEXT, value TEXT, date_created INTEGER, date_last_used INTEGER, count INTEGER);
INSERT INTO autofill VALUES ('tel', '+12125550101', 1699999991, 1700000000, 3);
