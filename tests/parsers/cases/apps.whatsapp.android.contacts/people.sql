CREATE TABLE wa_contacts(_id INTEGER PRIMARY KEY, jid TEXT NOT NULL, is_whatsapp_user BOOLEAN, status TEXT, status_timestamp INTEGER, number TEXT,
    display_name TEXT, wa_name TEXT, nickname TEXT, company TEXT);
INSERT INTO wa_contacts VALUES (1, '447700900123@s.whatsapp.net', 1, 'Busy', 0, '+44 7700 900123', 'Ada', 'ada ✨', NULL, NULL);
INSERT INTO wa_contacts VALUES (2, '120363000000000001@g.us', 0, NULL, NULL, NULL, 'Allotment', NULL, NULL, NULL);
