CREATE TABLE contacts(_id INTEGER PRIMARY KEY, contact_id INTEGER, display_name TEXT, phone_numbers TEXT, emails TEXT, nickname TEXT, note TEXT, organization TEXT, times_contacted INTEGER, last_updated_timestamp INTEGER);
CREATE TABLE phones(contact_id INTEGER, data_id INTEGER, value TEXT, label TEXT, type INTEGER);
CREATE TABLE emails(contact_id INTEGER, data_id INTEGER, value TEXT, label TEXT, type INTEGER);
CREATE TABLE postals(contact_id INTEGER, data_id INTEGER, value TEXT, label TEXT, type INTEGER);
INSERT INTO contacts VALUES (1, 55, 'Ada', '+447700900123', NULL, '', NULL, 'Engine Ltd', 2, 1700000000000);
INSERT INTO phones VALUES (55, 9, '+447700900123', 'mobile', 2);
