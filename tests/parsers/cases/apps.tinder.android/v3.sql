CREATE TABLE message(id TEXT, match_id TEXT, from_id TEXT, to_id TEXT, text TEXT, type TEXT, sent_date INTEGER, is_seen INTEGER);
CREATE TABLE match(id TEXT, person_id TEXT);
CREATE TABLE match_person(id TEXT, name TEXT, bio TEXT, birth_date INTEGER);
INSERT INTO message VALUES ('m1', 'x', 'ada', 'ben', 'Hello', 'TEXT', 1700000000000, 1), ('m2', 'x', 'ben', 'ada', 'Hi', 'TEXT', 1700000001000, 1);
INSERT INTO match VALUES ('x', 'ada');
INSERT INTO match_person VALUES ('ada', 'Ada', 'bio', 0);
