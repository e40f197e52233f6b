CREATE TABLE logins(origin_url TEXT, username_value TEXT, password_value BLOB, date_created INTEGER, date_last_used INTEGER, times_used INTEGER);
INSERT INTO logins VALUES ('https://example.org/', 'ben', X'00', 1, 13344473600000000, 2), ('https://example.com/', '', X'', 1, 0, 0);
