CREATE TABLE calls(_id INTEGER PRIMARY KEY, number TEXT, date INTEGER, duration INTEGER, type INTEGER, canonized_number TEXT, viber_call_type INTEGER, end_reason INTEGER);
CREATE TABLE phonebookcontact(_id INTEGER PRIMARY KEY, native_id INTEGER, display_name TEXT, starred INTEGER);
CREATE TABLE phonebookdata(_id INTEGER PRIMARY KEY, contact_id INTEGER, data1 TEXT, data2 TEXT, data3 TEXT, mime_type INTEGER);
CREATE TABLE blockednumbers(_id INTEGER PRIMARY KEY, canonized_number TEXT, blocked_date INTEGER);
INSERT INTO calls VALUES (1, '2125550101', 1700000000000, 12, 2, '+12125550101', 4, 0), (2, '2125550102', 1700000009000, 0, 7, '', 1, 0);
INSERT INTO phonebookcontact VALUES (1, 44, 'Ada', 1);
INSERT INTO phonebookdata VALUES (1, 1, '212-555-0101', '+12125550101', '', 0);
INSERT INTO blockednumbers VALUES (1, '+12125550199', 1700000005000);
