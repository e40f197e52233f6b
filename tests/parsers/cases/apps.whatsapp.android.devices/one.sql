CREATE TABLE devices (_id INTEGER PRIMARY KEY AUTOINCREMENT, device_id TEXT, device_os TEXT, last_active INTEGER);
INSERT INTO devices VALUES (1, '15550100.0:2@s.whatsapp.net', 'Chrome', 1600000900000);
