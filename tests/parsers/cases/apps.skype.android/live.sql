CREATE TABLE chatItem(conversation_link TEXT, time INTEGER, person_id TEXT, content TEXT, is_sender_me INTEGER, message_type INTEGER, device_gallery_path TEXT);
INSERT INTO chatItem VALUES ('8:ada', 1700000000000, '8:ada', 'Hello <b>there</b>', 0, 10, NULL), ('8:ada', 1700000001000, '8:ben', 'Hi', 1, 10, NULL);
