CREATE TABLE config_history (time INTEGER, reason TEXT, config_key TEXT, config_version TEXT);
INSERT INTO config_history VALUES (1700000000000, 'BOOT_COMPLETED', 'k', '1');
INSERT INTO config_history VALUES (1700000100000, 'POLICY', 'k', '2');
