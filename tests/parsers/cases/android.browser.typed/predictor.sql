CREATE TABLE network_action_predictor (id TEXT PRIMARY KEY, user_text TEXT, url TEXT, number_of_hits INTEGER, number_of_misses INTEGER);
INSERT INTO network_action_predictor VALUES ('a', 'exam', 'https://example.org/', 3, 1), ('b', 'quay ti', 'https://example.com/quay', 1, 0);
