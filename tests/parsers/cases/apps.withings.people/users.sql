CREATE TABLE users (id INTEGER PRIMARY KEY, lastname TEXT, firstname TEXT, shortname TEXT, gender INTEGER, pronoun INTEGER, birthdate INTEGER, fatmethod INTEGER, email TEXT, creationdate INTEGER, modifieddate INTEGER, bodymodel INTEGER);
INSERT INTO users VALUES (900, 'Example', 'Sam', 'SAM', 0, NULL, 500000000000, 0, 'sam@example.com', 1600000000000, 1700000000000, 0);
INSERT INTO users VALUES (901, NULL, 'Kim', '', 1, NULL, NULL, 0, '', 1610000000000, NULL, 0);
