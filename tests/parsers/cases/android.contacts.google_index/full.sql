CREATE TABLE contacts(_id INTEGER PRIMARY KEY, contact_id INTEGER, display_name TEXT, given_names TEXT, phone_numbers TEXT, emails TEXT, nickname TEXT, note TEXT, organization TEXT, postal_address TEXT, times_contacted INTEGER, last_updated_timestamp INTEGER, starred INTEGER, lookup_key TEXT);
CREATE TABLE phones(contact_id INTEGER, data_id INTEGER, value TEXT, label TEXT, type INTEGER);
CREATE TABLE emails(contact_id INTEGER, data_id INTEGER, value TEXT, label TEXT, type INTEGER);
CREATE TABLE postals(contact_id INTEGER, data_id INTEGER, value TEXT, label TEXT, type INTEGER);
INSERT INTO contacts VALUES (1, 55, 'Ada', 'Ada', '+15550100001', 'ada@example.org', 'ace', 'from the club', '', '1 Quay', 4, 1700000000000, 1, 'k1');
INSERT INTO phones VALUES (77, 3, '+15550100007', '', 2);
INSERT INTO emails VALUES (55, 4, 'ada@example.org', 'club', 0);
INSERT INTO postals VALUES (55, 5, '1 Quay', '', 1);
