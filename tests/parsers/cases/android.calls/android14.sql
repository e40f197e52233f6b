-- Android 14, call log version 11
CREATE TABLE calls(_id INTEGER PRIMARY KEY AUTOINCREMENT, number TEXT, presentation INTEGER DEFAULT 1, post_dial_digits TEXT, via_number TEXT,
    date INTEGER, duration INTEGER, data_usage INTEGER, type INTEGER, features INTEGER DEFAULT 0, subscription_component_name TEXT,
    subscription_id TEXT, phone_account_address TEXT, new INTEGER, name TEXT, numbertype INTEGER, countryiso TEXT, voicemail_uri TEXT,
    is_read INTEGER, geocoded_location TEXT, transcription TEXT, deleted INTEGER DEFAULT 0, last_modified INTEGER DEFAULT 0, missed_reason INTEGER DEFAULT 0,
    _data TEXT, mime_type TEXT);
INSERT INTO calls(_id, number, date, duration, type, features, subscription_component_name, subscription_id, name, countryiso)
    VALUES (1, '+447700900123', 1700000000000, 65, 1, 76, 'com.android.phone/com.android.services.telephony.TelephonyConnectionService', '1', 'Ada', 'GB');
INSERT INTO calls(_id, number, date, duration, type, features) VALUES (2, '+447700900123', 1700000100000, 0, 2, 1);
INSERT INTO calls(_id, number, presentation, date, duration, type) VALUES (3, '', 2, 1700000200000, 0, 3);
INSERT INTO calls(_id, number, date, duration, type) VALUES (4, '+447700900124', 1700000300000, 0, 5);
INSERT INTO calls(_id, number, date, duration, type) VALUES (5, '+447700900124', 1700000400000, 0, 6);
INSERT INTO calls(_id, number, date, duration, type, transcription, voicemail_uri, _data) VALUES (6, '+447700900125', 1700000500000, 12, 4, 'call me',
    'content://com.android.voicemail/voicemail/6', '/data/data/com.android.providers.contacts/files/voicemail-data/6.amr');
INSERT INTO calls(_id, number, date, duration, type, subscription_component_name) VALUES (7, '447700900126@s.whatsapp.net', 1700000600000, 30, 2, 'com.whatsapp/.ConnectionService');
INSERT INTO calls(_id, number, date, duration, type) VALUES (8, '+447700900127', 1700000700000, 0, 1005);
INSERT INTO calls(_id, number, date, duration, type) VALUES (9, '+447700900127', 1700000800000, 0, 77);
