-- the columns of a phone of Android 14
CREATE TABLE android_metadata (locale TEXT);
CREATE TABLE accounts(_id INTEGER PRIMARY KEY,account_name TEXT UNIQUE NOT NULL,obfuscated_gaia_id TEXT,sync_version INTEGER NOT NULL DEFAULT(0),page_version INTEGER NOT NULL DEFAULT(0),registration_status INTEGER NOT NULL DEFAULT(0),last_registration_time_ms INTEGER NOT NULL DEFAULT(0),last_registration_request_hash INTEGER NOT NULL DEFAULT(0),first_registration_version INTEGER NOT NULL DEFAULT(0),internal_target_id TEXT NOT NULL DEFAULT(''),representative_target_id TEXT NOT NULL DEFAULT(''));
INSERT INTO accounts(_id, account_name, obfuscated_gaia_id, registration_status, last_registration_time_ms) VALUES (1, 'ada@example.org', '1077', 1, 1700000060000);
