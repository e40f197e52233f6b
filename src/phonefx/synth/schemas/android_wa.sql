CREATE TABLE android_metadata (
    locale TEXT
);
CREATE TABLE wa_contacts (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, jid TEXT NOT NULL, is_whatsapp_user BOOLEAN NOT NULL, status TEXT,
    status_timestamp INTEGER, number TEXT, raw_contact_id INTEGER, display_name TEXT, phone_type INTEGER,
    phone_label TEXT, photo_ts INTEGER, thumb_ts INTEGER, photo_id_timestamp INTEGER, given_name TEXT,
    family_name TEXT, wa_name TEXT, sort_name TEXT, nickname TEXT, company TEXT, title TEXT,
    status_autodownload_disabled INTEGER, keep_timestamp INTEGER, is_spam_reported INTEGER,
    is_sidelist_synced BOOLEAN DEFAULT 0, is_business_synced BOOLEAN DEFAULT 0, disappearing_mode_duration INTEGER,
    disappearing_mode_timestamp LONG, disappearing_mode_support_disabled INTEGER, history_sync_initial_phash TEXT,
    is_starred BOOLEAN, is_wa_created_contact BOOLEAN, sync_policy INTEGER, status_emoji TEXT,
    is_contact_synced INTEGER, is_reachable INTEGER, external_user_state INTEGER
);
