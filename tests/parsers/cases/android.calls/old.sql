-- Android 4: a table of contacts2.db without features
CREATE TABLE calls(_id INTEGER PRIMARY KEY AUTOINCREMENT, number TEXT, date INTEGER, duration INTEGER, type INTEGER, new INTEGER, name TEXT,
    numbertype INTEGER, numberlabel TEXT, countryiso TEXT, voicemail_uri TEXT, is_read INTEGER, geocoded_location TEXT);
INSERT INTO calls(_id, number, date, duration, type, name) VALUES (1, '5404561685', 1383772636690, 0, 3, 'Ada');
INSERT INTO calls(_id, number, date, duration, type) VALUES (2, '5404561685', 1383772733283, 126, 5);
