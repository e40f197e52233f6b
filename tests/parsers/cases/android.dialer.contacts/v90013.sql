CREATE TABLE smartdial_table(id INTEGER PRIMARY KEY, display_name TEXT, phone_number TEXT, contact_id INTEGER, lookup_key TEXT, last_time_used INTEGER,
    times_used INTEGER, starred INTEGER, last_smartdial_update_time INTEGER);
CREATE TABLE cached_number_contacts(normalized_number TEXT PRIMARY KEY, number TEXT, display_name TEXT, time_last_updated INTEGER);
CREATE TABLE filtered_numbers_table(_id INTEGER PRIMARY KEY, normalized_number TEXT, number TEXT, times_filtered INTEGER, last_time_filtered INTEGER, creation_time INTEGER);
INSERT INTO smartdial_table VALUES (1, 'Ada', '+447700900123', 3, 'k', 1700000000000, 4, 1, 0);
INSERT INTO cached_number_contacts VALUES ('+447700900199', NULL, 'Example Pizza', 1700000100000);
INSERT INTO filtered_numbers_table VALUES (1, '+447700900198', '07700900198', 2, 1700000300000, 1700000200000);
