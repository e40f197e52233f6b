CREATE TABLE activity_history(_id INTEGER PRIMARY KEY, timestamp_usec INTEGER, other_id TEXT, self_id TEXT, activity_type INTEGER, call_state INTEGER, outgoing INTEGER);
CREATE TABLE duo_users(user_id TEXT, contact_display_name TEXT);
INSERT INTO activity_history VALUES (1, 1700000000000000, '+12125550101', '+12125550100', 1, 2, 0), (2, 1700000001000000, '+12125550101', '+12125550100', 3, 9, 1);
INSERT INTO duo_users VALUES ('+12125550101', 'Ada');
