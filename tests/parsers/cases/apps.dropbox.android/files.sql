CREATE TABLE dropbox (_id INTEGER PRIMARY KEY, server_modified_millis INTEGER, modified_millis INTEGER, local_modified INTEGER, accessed_millis INTEGER, _display_name TEXT, path TEXT, bytes INTEGER, mime_type TEXT, is_dir INTEGER, is_favorite INTEGER, shared_folder_id TEXT, read_only INTEGER, is_vault_folder INTEGER, revision TEXT);
INSERT INTO dropbox VALUES (1, 1700000005000, 1700000000000, 0, 1700000900000, 'plan.pdf', '/papers/plan.pdf', 2048, 'application/pdf', 0, 1, NULL, 0, 0, 'r1');
INSERT INTO dropbox VALUES (2, 0, 0, 0, 0, 'papers', '/papers', 0, NULL, 1, 0, 's1', 0, 0, NULL);
