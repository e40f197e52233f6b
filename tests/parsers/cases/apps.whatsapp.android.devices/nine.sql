CREATE TABLE devices (_id INTEGER PRIMARY KEY AUTOINCREMENT, device_id TEXT, device_os TEXT, platform_type INTEGER, last_active INTEGER, login_time INTEGER, logout_time INTEGER, adv_key_index INTEGER, full_sync_required INTEGER, place_name TEXT);
INSERT INTO devices VALUES (1, '15550100.0:2@s.whatsapp.net', 'Windows', 1, 1700000900000, 1700000000000, 0, 1, 0, 'Lisbon');
INSERT INTO devices VALUES (2, '15550100.0:3@s.whatsapp.net', 'Mac OS', 7, 1690000900000, 1690000000000, 1690001000000, 2, 0, NULL);
