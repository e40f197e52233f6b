-- iOS 10, upgraded to 11 later: message 2 is in nanoseconds. Reactions, stickers, effects, apps
CREATE TABLE message(ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT, text TEXT, handle_id INTEGER DEFAULT 0, service TEXT, account TEXT, error INTEGER DEFAULT 0, date INTEGER,
    date_read INTEGER, date_delivered INTEGER, is_delivered INTEGER DEFAULT 0, is_from_me INTEGER DEFAULT 0, is_read INTEGER DEFAULT 0, is_sent INTEGER DEFAULT 0, item_type INTEGER DEFAULT 0,
    other_handle INTEGER, group_title TEXT, group_action_type INTEGER, associated_message_guid TEXT, associated_message_type INTEGER DEFAULT 0, balloon_bundle_id TEXT, payload_data BLOB,
    expressive_send_style_id TEXT, associated_message_range_location INTEGER, associated_message_range_length INTEGER, time_expressive_send_played INTEGER, message_summary_info BLOB);
CREATE TABLE handle(ROWID INTEGER PRIMARY KEY, id TEXT, service TEXT);
CREATE TABLE chat(ROWID INTEGER PRIMARY KEY, guid TEXT, style INTEGER, chat_identifier TEXT, display_name TEXT);
CREATE TABLE chat_message_join(chat_id INTEGER, message_id INTEGER);
INSERT INTO handle VALUES (1, '+447700900111', 'iMessage');
INSERT INTO chat VALUES (1, 'iMessage;-;+447700900111', 45, '+447700900111', '');
INSERT INTO message(ROWID, guid, text, handle_id, service, date, expressive_send_style_id) VALUES (1, 'A', 'Boo', 1, 'iMessage', 500000000, 'com.apple.MobileSMS.expressivesend.impact');
INSERT INTO message(ROWID, guid, text, handle_id, service, date, expressive_send_style_id) VALUES (2, 'B', 'Party', 1, 'iMessage', 550000000000000000, 'com.apple.messages.effect.CKConfettiEffect');
INSERT INTO message(ROWID, guid, text, handle_id, service, date, associated_message_guid, associated_message_type) VALUES (3, 'C', 'Disliked “Boo”', 1, 'iMessage', 500000060, 'p:0/A', 2002),
    (4, 'D', 'Removed a dislike', 1, 'iMessage', 500000120, 'p:0/A', 3002), (5, 'E', NULL, 1, 'iMessage', 500000180, 'bp:A', 1000), (6, 'F', NULL, 1, 'iMessage', 500000240, 'A', 4000);
INSERT INTO message(ROWID, guid, handle_id, service, date, balloon_bundle_id) VALUES
    (7, 'G', 1, 'iMessage', 500000300, 'com.apple.messages.MSMessageExtensionBalloonPlugin:EWFNLB79LQ:com.example.game.ext'),
    (8, 'H', 1, 'iMessage', 500000360, 'com.apple.DigitalTouchBalloonProvider'),
    (9, 'I', 1, 'iMessage', 500000420, 'com.apple.messages.MSMessageExtensionBalloonPlugin:0000000000:com.apple.PassbookUIService.PeerPaymentMessagesExtension');
INSERT INTO chat_message_join VALUES (1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (1, 6), (1, 7), (1, 8), (1, 9);
