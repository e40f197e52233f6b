CREATE TABLE properties(property_key TEXT PRIMARY KEY, property_value TEXT);
INSERT INTO properties VALUES ('database_time_created', '1700000000000'), ('known_accounts', 'x');
