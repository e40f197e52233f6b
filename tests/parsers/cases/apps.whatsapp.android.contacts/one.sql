CREATE TABLE wa_contacts(_id INTEGER PRIMARY KEY, jid TEXT, is_whatsapp_user INTEGER, status TEXT, status_timestamp INTEGER, number TEXT, raw_contact_id INTEGER, display_name TEXT, given_name TEXT, family_name TEXT, wa_name TEXT, nickname TEXT, company TEXT);
CREATE TABLE wa_block_list(jid TEXT);
INSERT INTO wa_contacts VALUES (1, '447700900123@s.whatsapp.net', 1, 'sailing', 0, '+447700900123', 5, 'Ada', 'Ada', NULL, 'ada l.', NULL, NULL), (2, '1-2@g.us', 1, NULL, 0, NULL, NULL, 'Boat club', NULL, NULL, NULL, NULL, NULL),
    (3, '447700900199@s.whatsapp.net', 1, NULL, 0, NULL, NULL, NULL, NULL, NULL, 'pushy', NULL, NULL);
INSERT INTO wa_block_list VALUES ('447700900199@s.whatsapp.net');
