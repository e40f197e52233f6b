CREATE TABLE ObservedDomains(domainID INTEGER PRIMARY KEY, registrableDomain TEXT, lastSeen REAL, hadUserInteraction INTEGER, mostRecentUserInteractionTime REAL);
INSERT INTO ObservedDomains VALUES (1, 'example.org', 1678307200, 1, 1678307100), (2, 'example.net', 1678307201, 0, -1);
