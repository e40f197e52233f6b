-- Three e-mails. The blobs are a byte 00 and, deflated, these fields (number: value; braces are nested):
-- 1: {1: {1: 1, 2: ben@example.org, 3: Ben} and {1: 1, 2: cleo@example.org}, 2: {1: 1, 2: dan@example.org, 3: Dan},
--     4: {1: 1, 2: ada@example.org, 3: Ada}, 5: The quay,
--     6: {2: {3: {2: <style>p{}</style><p>At <b>nine</b></p>}}}, 7: At nine, 17: 1700000000123}
-- 2: {4: {2: ada@example.org}, 5: No page, 7: only the start, 17: 1700000100000}
-- 3: the content is not on the phone.
CREATE TABLE item_messages (row_id INTEGER PRIMARY KEY AUTOINCREMENT, server_perm_id TEXT, items_row_id INTEGER, message_proto BLOB, zipped_message_proto BLOB, is_missing_details INTEGER, write_sequence_id INTEGER, message_details_external_storage_id TEXT, is_invalidated INTEGER, legacy_storage_id INTEGER);
CREATE TABLE item_message_attachments (row_id INTEGER PRIMARY KEY AUTOINCREMENT, item_messages_row_id INTEGER, is_synced INTEGER, attachment_url TEXT, attachment_cache_key TEXT, attachment_file_name TEXT, attachment_hash TEXT, message_synced_time_ms INTEGER);
INSERT INTO item_messages VALUES (1, 'msg-1', 7, NULL, X'0078DAE392E06014E24F4ACD7348AD48CC2DC849D5CB2F4A9762764ACDE31201CA0824E7A4E6234B0981D5A724A2A97749CC5302CB24A624A2CA38A6246A718464A42A149626561AE90A694B690AA9DB149754E6A4DA1554D7DAE843983605768E250A364976799979A936FA497636FA057656EC4031904007E3EF0B53FFEF31040003D335C2', 0, 0, NULL, 0, NULL);
INSERT INTO item_messages VALUES (2, 'msg-2', 8, NULL, X'0078DA531214E24F4C497448AD48CC2DC849D5CB2F4AD762F7CB5728484C4FB5E2CBCFCBA95428C94855282E492C2AE9605C7077F6FF3D8600B6E2130E', 0, 0, NULL, 0, NULL);
INSERT INTO item_messages VALUES (3, 'msg-3', 8, NULL, NULL, 1, 0, NULL, 0, NULL);
INSERT INTO item_message_attachments VALUES (1, 1, 1, 'https://mail.example.org/a', 'k1', 'quay.pdf', 'h1', 1700000000000);
