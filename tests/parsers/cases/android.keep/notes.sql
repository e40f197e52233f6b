CREATE TABLE tree_entity(_id INTEGER PRIMARY KEY, uuid TEXT, title TEXT, time_created INTEGER, time_last_updated INTEGER, is_trashed INTEGER, is_deleted INTEGER, is_archived INTEGER);
CREATE TABLE list_item(_id INTEGER PRIMARY KEY, list_parent_id INTEGER, text TEXT);
INSERT INTO tree_entity VALUES (1, 'u1', 'Shopping', 1700000000000, 1700000005000, 1, 0, 0), (2, 'u2', '', 1700000000000, 1700000000000, 0, 0, 0);
INSERT INTO list_item VALUES (1, 1, 'bread'), (2, 1, 'tea'), (3, 2, 'call back');
