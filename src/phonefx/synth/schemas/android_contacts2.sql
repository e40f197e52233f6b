CREATE TABLE android_metadata (
    locale TEXT
);
CREATE TABLE _sync_state (
    _id INTEGER PRIMARY KEY, account_name TEXT NOT NULL, account_type TEXT NOT NULL, data TEXT,
    UNIQUE (account_name, account_type)
);
CREATE TABLE _sync_state_metadata (
    version INTEGER
);
CREATE TABLE properties (
    property_key TEXT PRIMARY KEY, property_value TEXT
);
CREATE TABLE accounts (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, account_name TEXT, account_type TEXT, data_set TEXT,
    ungrouped_visible INTEGER NOT NULL DEFAULT 0,
    should_sync INTEGER NOT NULL DEFAULT 1, x_is_default INTEGER NOT NULL DEFAULT 0
);
-- since 12
ALTER TABLE accounts ADD COLUMN sim_slot_index INTEGER;
-- since 12
ALTER TABLE accounts ADD COLUMN sim_ef_type INTEGER;
CREATE TABLE contacts (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, name_raw_contact_id INTEGER, photo_id INTEGER, photo_file_id INTEGER,
    custom_ringtone TEXT, send_to_voicemail INTEGER NOT NULL DEFAULT 0,
    x_times_contacted INTEGER NOT NULL DEFAULT 0, x_last_time_contacted INTEGER,
    times_contacted INTEGER NOT NULL DEFAULT 0, last_time_contacted INTEGER, starred INTEGER NOT NULL DEFAULT 0,
    pinned INTEGER NOT NULL DEFAULT 0, has_phone_number INTEGER NOT NULL DEFAULT 0, lookup TEXT,
    status_update_id INTEGER, contact_last_updated_timestamp INTEGER
);
CREATE INDEX contacts_contact_last_updated_timestamp_index ON contacts (contact_last_updated_timestamp);
CREATE INDEX contacts_has_phone_index ON contacts (has_phone_number);
CREATE INDEX contacts_name_raw_contact_id_index ON contacts (name_raw_contact_id);
CREATE TABLE deleted_contacts (
    contact_id INTEGER PRIMARY KEY, contact_deleted_timestamp INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX deleted_contacts_contact_deleted_timestamp_index ON deleted_contacts (contact_deleted_timestamp);
CREATE TABLE raw_contacts (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, account_id INTEGER, sourceid TEXT, backup_id TEXT,
    raw_contact_is_read_only INTEGER NOT NULL DEFAULT 0, version INTEGER NOT NULL DEFAULT 1,
    dirty INTEGER NOT NULL DEFAULT 0, deleted INTEGER NOT NULL DEFAULT 0, metadata_dirty INTEGER NOT NULL DEFAULT 0,
    contact_id INTEGER, aggregation_mode INTEGER NOT NULL DEFAULT 0, aggregation_needed INTEGER NOT NULL DEFAULT 1,
    custom_ringtone TEXT, send_to_voicemail INTEGER NOT NULL DEFAULT 0,
    x_times_contacted INTEGER NOT NULL DEFAULT 0, x_last_time_contacted INTEGER,
    times_contacted INTEGER NOT NULL DEFAULT 0, last_time_contacted INTEGER, starred INTEGER NOT NULL DEFAULT 0,
    pinned INTEGER NOT NULL DEFAULT 0, display_name TEXT, display_name_alt TEXT,
    display_name_source INTEGER NOT NULL DEFAULT 0, phonetic_name TEXT, phonetic_name_style TEXT,
    sort_key TEXT COLLATE PHONEBOOK, phonebook_label TEXT, phonebook_bucket INTEGER,
    sort_key_alt TEXT COLLATE PHONEBOOK, phonebook_label_alt TEXT, phonebook_bucket_alt INTEGER,
    name_verified INTEGER NOT NULL DEFAULT 0, sync1 TEXT, sync2 TEXT, sync3 TEXT, sync4 TEXT
);
CREATE UNIQUE INDEX raw_contacts_backup_id_account_id_index ON raw_contacts (backup_id, account_id);
CREATE INDEX raw_contacts_contact_id_index ON raw_contacts (contact_id);
CREATE INDEX raw_contacts_source_id_account_id_index ON raw_contacts (sourceid, account_id);
CREATE TABLE stream_items (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, raw_contact_id INTEGER NOT NULL, res_package TEXT, icon TEXT, label TEXT,
    text TEXT, timestamp INTEGER NOT NULL, comments TEXT, stream_item_sync1 TEXT, stream_item_sync2 TEXT,
    stream_item_sync3 TEXT, stream_item_sync4 TEXT
);
CREATE TABLE stream_item_photos (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, stream_item_id INTEGER NOT NULL, sort_index INTEGER,
    photo_file_id INTEGER NOT NULL, stream_item_photo_sync1 TEXT, stream_item_photo_sync2 TEXT,
    stream_item_photo_sync3 TEXT, stream_item_photo_sync4 TEXT
);
CREATE TABLE photo_files (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, height INTEGER NOT NULL, width INTEGER NOT NULL,
    filesize INTEGER NOT NULL
);
CREATE TABLE packages (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, package TEXT NOT NULL
);
CREATE TABLE mimetypes (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, mimetype TEXT NOT NULL
);
CREATE UNIQUE INDEX mime_type ON mimetypes (mimetype);
CREATE TABLE data (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, package_id INTEGER, mimetype_id INTEGER NOT NULL,
    raw_contact_id INTEGER NOT NULL, hash_id TEXT, is_read_only INTEGER NOT NULL DEFAULT 0,
    is_primary INTEGER NOT NULL DEFAULT 0, is_super_primary INTEGER NOT NULL DEFAULT 0,
    data_version INTEGER NOT NULL DEFAULT 0, data1 TEXT, data2 TEXT, data3 TEXT, data4 TEXT, data5 TEXT, data6 TEXT,
    data7 TEXT, data8 TEXT, data9 TEXT, data10 TEXT, data11 TEXT, data12 TEXT, data13 TEXT, data14 TEXT,
    data15 TEXT, data_sync1 TEXT, data_sync2 TEXT, data_sync3 TEXT, data_sync4 TEXT,
    carrier_presence INTEGER NOT NULL DEFAULT 0,
    is_preferred_phone_account_migration_pending INTEGER NOT NULL DEFAULT 0,
    preferred_phone_account_component_name TEXT, preferred_phone_account_id TEXT
);
CREATE INDEX data_hash_id_index ON data (hash_id);
CREATE INDEX data_mimetype_data1_index ON data (mimetype_id, data1);
CREATE INDEX data_raw_contact_id ON data (raw_contact_id);
CREATE TABLE phone_lookup (
    data_id INTEGER NOT NULL, raw_contact_id INTEGER NOT NULL, normalized_number TEXT NOT NULL,
    min_match TEXT NOT NULL
);
CREATE INDEX phone_lookup_data_id_min_match_index ON phone_lookup (data_id, min_match);
CREATE INDEX phone_lookup_index ON phone_lookup (normalized_number, raw_contact_id, data_id);
CREATE INDEX phone_lookup_min_match_index ON phone_lookup (min_match, raw_contact_id, data_id);
CREATE TABLE name_lookup (
    data_id INTEGER NOT NULL, raw_contact_id INTEGER NOT NULL, normalized_name TEXT NOT NULL,
    name_type INTEGER NOT NULL, PRIMARY KEY (data_id, normalized_name, name_type)
);
CREATE INDEX name_lookup_index ON name_lookup (normalized_name, name_type, raw_contact_id, data_id);
CREATE INDEX name_lookup_raw_contact_id_index ON name_lookup (raw_contact_id);
CREATE TABLE nickname_lookup (
    name TEXT, cluster TEXT
);
CREATE UNIQUE INDEX nickname_lookup_index ON nickname_lookup (name, cluster);
CREATE TABLE "groups" (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, package_id INTEGER, account_id INTEGER, sourceid TEXT,
    version INTEGER NOT NULL DEFAULT 1, dirty INTEGER NOT NULL DEFAULT 0, title TEXT, title_res INTEGER, notes TEXT,
    system_id TEXT, deleted INTEGER NOT NULL DEFAULT 0, group_visible INTEGER NOT NULL DEFAULT 0,
    should_sync INTEGER NOT NULL DEFAULT 1, auto_add INTEGER NOT NULL DEFAULT 0,
    favorites INTEGER NOT NULL DEFAULT 0, group_is_read_only INTEGER NOT NULL DEFAULT 0, sync1 TEXT, sync2 TEXT,
    sync3 TEXT, sync4 TEXT
);
CREATE INDEX groups_source_id_account_id_index ON "groups" (sourceid, account_id);
CREATE TABLE agg_exceptions (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, type INTEGER NOT NULL, raw_contact_id1 INTEGER, raw_contact_id2 INTEGER
);
CREATE UNIQUE INDEX aggregation_exception_index1 ON agg_exceptions (raw_contact_id1, raw_contact_id2);
CREATE UNIQUE INDEX aggregation_exception_index2 ON agg_exceptions (raw_contact_id2, raw_contact_id1);
CREATE TABLE visible_contacts (
    _id INTEGER PRIMARY KEY
);
CREATE TABLE default_directory (
    _id INTEGER PRIMARY KEY
);
CREATE TABLE status_updates (
    status_update_data_id INTEGER PRIMARY KEY, status TEXT, status_ts INTEGER, status_res_package TEXT,
    status_label INTEGER, status_icon INTEGER
);
CREATE TABLE directories (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, packageName TEXT NOT NULL, authority TEXT NOT NULL,
    typeResourceId INTEGER, typeResourceName TEXT, accountType TEXT, accountName TEXT, displayName TEXT,
    exportSupport INTEGER NOT NULL DEFAULT 0, shortcutSupport INTEGER NOT NULL DEFAULT 0,
    photoSupport INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE data_usage_stat (
    stat_id INTEGER PRIMARY KEY AUTOINCREMENT, data_id INTEGER NOT NULL, usage_type INTEGER NOT NULL DEFAULT 0,
    x_times_used INTEGER NOT NULL DEFAULT 0, x_last_time_used INTEGER NOT NULL DEFAULT 0,
    times_used INTEGER NOT NULL DEFAULT 0, last_time_used INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX data_usage_stat_index ON data_usage_stat (data_id, usage_type);
CREATE TABLE pre_authorized_uris (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, uri STRING NOT NULL, expiration INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE presence (
    presence_data_id INTEGER PRIMARY KEY, protocol INTEGER NOT NULL, custom_protocol TEXT, im_handle TEXT,
    im_account TEXT, presence_contact_id INTEGER, presence_raw_contact_id INTEGER, mode INTEGER,
    chat_capability INTEGER NOT NULL DEFAULT 0, UNIQUE (protocol, custom_protocol, im_handle, im_account)
);
CREATE INDEX presenceIndex ON presence (presence_raw_contact_id);
CREATE INDEX presenceIndex2 ON presence (presence_contact_id);
CREATE TABLE agg_presence (
    presence_contact_id INTEGER PRIMARY KEY, mode INTEGER, chat_capability INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE v1_settings (
    _id INTEGER PRIMARY KEY, _sync_account TEXT, _sync_account_type TEXT, "key" STRING NOT NULL, value STRING
);
CREATE VIRTUAL TABLE search_index USING fts4(contact_id INTEGER NOT NULL, content TEXT, name TEXT, tokens TEXT);
