CREATE TABLE messages(_id INTEGER PRIMARY KEY, msg_date INTEGER, conversation_id INTEGER, participant_id INTEGER, send_type INTEGER, body TEXT, extra_mime TEXT, extra_uri TEXT, location_lat INTEGER, location_lng INTEGER, token INTEGER, deleted INTEGER);
CREATE TABLE participants(_id INTEGER PRIMARY KEY, participant_info_id INTEGER);
CREATE TABLE participants_info(_id INTEGER PRIMARY KEY, number TEXT, display_name TEXT, member_id TEXT);
INSERT INTO messages VALUES (1, 1700000000000, 3, 1, 0, 'Hello', '', '', 0, 0, 55, 0), (2, 1700000001000, 3, 1, 1, NULL, 'image', 'content://media/external/images/1', 515000000, -1250000, 56, 0);
INSERT INTO participants VALUES (1, 9);
INSERT INTO participants_info VALUES (9, '+12125550101', 'Ada', 'mem');
