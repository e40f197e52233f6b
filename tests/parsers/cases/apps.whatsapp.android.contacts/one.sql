CREATE TABLE wa_contacts(_id INTEGER PRIMARY KEY, jid TEXT, is_whatsapp_user INTEGER, status TEXT, status_timestamp INTEGER, number TEXT, raw_contact_id INTEGER, display_name TEXT, given_name TEXT, family_name TEXT, wa_name TEXT, nickname TEXT, company TEXT);
CREATE TABLE wa_block_list(jid TEXT);
INSERT INTO wa_contacts VALUES (1, '447700900123@s.whatsapp.net', 1, 'sailing', 0, '+447700900123', 5, 'Ada', 'Ada', NULL, 'ada l.', NULL, NULL), (2, '1-2@g.us', 1, NULL, 0, NULL, NULL, 'Boat club', NULL, NULL, NULL, NULL, NULL),
    (3, '447700900199@s.whatsapp.net', 1, NULL, 0, NULL, NULL, NULL, NULL, NULL, 'pushy', NULL, NULL);
INSERT INTO wa_block_list VALUES ('447700900199@s.whatsapp.net');
INSERT INTO wa_block_list VALUES ('447700900666@s.whatsapp.net');
CREATE TABLE wa_group_descriptions(jid TEXT NOT NULL, description TEXT NOT NULL, description_time INTEGER, description_setter_jid TEXT NOT NULL);
CREATE TABLE wa_vnames(_id INTEGER PRIMARY KEY AUTOINCREMENT, jid TEXT NOT NULL, verified_name TEXT NOT NULL);
CREATE TABLE wa_biz_profiles(_id INTEGER PRIMARY KEY AUTOINCREMENT, jid TEXT NOT NULL, email TEXT, address TEXT, business_description TEXT, latitude REAL, longitude REAL);
CREATE TABLE wa_biz_profiles_websites(_id INTEGER PRIMARY KEY AUTOINCREMENT, wa_biz_profile_id INTEGER NOT NULL, websites TEXT);
INSERT INTO wa_contacts VALUES (4, '447700900777@s.whatsapp.net', 1, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO wa_group_descriptions VALUES ('1-2@g.us', 'Meet at the quay', 1700000000, '447700900123@s.whatsapp.net');
INSERT INTO wa_vnames VALUES (1, '447700900777@s.whatsapp.net', 'Chandlery'), (2, '447700900888@s.whatsapp.net', 'Bakery');
INSERT INTO wa_biz_profiles VALUES (1, '447700900777@s.whatsapp.net', 'shop@example.org', 'Quay 1', 'ropes', 51.5, -0.125), (2, '447700900888@s.whatsapp.net', '', NULL, 'bread', NULL, NULL);
INSERT INTO wa_biz_profiles_websites VALUES (1, 1, 'https://example.org');
