CREATE TABLE Permissions (origin TEXT UNIQUE NOT NULL, allow INTEGER NOT NULL);
INSERT INTO Permissions VALUES ('https://www.example.com', 1);
INSERT INTO Permissions VALUES ('https://maps.example.org', 0);
