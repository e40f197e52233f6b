CREATE TABLE apps(id INTEGER PRIMARY KEY, bundle_id TEXT);
CREATE TABLE intents(id INTEGER PRIMARY KEY, app_id INTEGER, start_date REAL, direction INTEGER, intent_class TEXT, intent_verb TEXT, donated_by_siri INTEGER);
INSERT INTO apps VALUES (1, 'com.apple.MobileSMS');
INSERT INTO intents VALUES (1, 1, 1678307200, 1, 'INSendMessageIntent', 'SendMessage', 0), (2, NULL, 1678307260, NULL, 'INStartCallIntent', NULL, 0);
