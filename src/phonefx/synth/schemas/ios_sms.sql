CREATE TABLE handle (
    ROWID INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, country TEXT, service TEXT NOT NULL,
    uncanonicalized_id TEXT, person_centric_id TEXT, UNIQUE (id, service)
);
CREATE TABLE message (
    ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT NOT NULL, text TEXT, "replace" INTEGER DEFAULT 0,
    service_center TEXT, handle_id INTEGER DEFAULT 0, subject TEXT, country TEXT, attributedBody BLOB,
    version INTEGER DEFAULT 0, type INTEGER DEFAULT 0, service TEXT, account TEXT, account_guid TEXT,
    error INTEGER DEFAULT 0, date INTEGER, date_read INTEGER, date_delivered INTEGER,
    is_delivered INTEGER DEFAULT 0, is_finished INTEGER DEFAULT 0, is_emote INTEGER DEFAULT 0,
    is_from_me INTEGER DEFAULT 0, is_empty INTEGER DEFAULT 0, is_delayed INTEGER DEFAULT 0,
    is_auto_reply INTEGER DEFAULT 0, is_prepared INTEGER DEFAULT 0, is_read INTEGER DEFAULT 0,
    is_system_message INTEGER DEFAULT 0, is_sent INTEGER DEFAULT 0, has_dd_results INTEGER DEFAULT 0,
    is_service_message INTEGER DEFAULT 0, is_forward INTEGER DEFAULT 0, was_downgraded INTEGER DEFAULT 0,
    is_archive INTEGER DEFAULT 0, cache_has_attachments INTEGER DEFAULT 0, cache_roomnames TEXT,
    was_data_detected INTEGER DEFAULT 0, was_deduplicated INTEGER DEFAULT 0, is_audio_message INTEGER DEFAULT 0,
    is_played INTEGER DEFAULT 0, date_played INTEGER, item_type INTEGER DEFAULT 0, other_handle INTEGER DEFAULT 0,
    group_title TEXT, group_action_type INTEGER DEFAULT 0, share_status INTEGER DEFAULT 0,
    share_direction INTEGER DEFAULT 0, is_expirable INTEGER DEFAULT 0, expire_state INTEGER DEFAULT 0,
    message_action_type INTEGER DEFAULT 0, message_source INTEGER DEFAULT 0, associated_message_guid TEXT,
    associated_message_type INTEGER DEFAULT 0, balloon_bundle_id TEXT, payload_data BLOB,
    expressive_send_style_id TEXT, associated_message_range_location INTEGER DEFAULT 0,
    associated_message_range_length INTEGER DEFAULT 0, time_expressive_send_played INTEGER,
    message_summary_info BLOB, ck_sync_state INTEGER DEFAULT 0, ck_record_id TEXT, ck_record_change_tag TEXT,
    destination_caller_id TEXT, sr_ck_sync_state INTEGER DEFAULT 0, sr_ck_record_id TEXT,
    sr_ck_record_change_tag TEXT, is_corrupt INTEGER DEFAULT 0, reply_to_guid TEXT DEFAULT NULL,
    sort_id INTEGER DEFAULT 0, is_spam INTEGER DEFAULT 0, has_unseen_mention INTEGER DEFAULT 0,
    thread_originator_guid TEXT DEFAULT NULL, thread_originator_part TEXT DEFAULT NULL, UNIQUE (guid)
);
CREATE TABLE _SqliteDatabaseProperties ("key" TEXT, value TEXT, UNIQUE ("key"));
CREATE TABLE deleted_messages (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT NOT NULL);
CREATE TABLE chat (
    ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT NOT NULL, style INTEGER, state INTEGER, account_id TEXT,
    properties BLOB, chat_identifier TEXT, service_name TEXT, room_name TEXT, account_login TEXT,
    is_archived INTEGER DEFAULT 0, last_addressed_handle TEXT, display_name TEXT, group_id TEXT, is_filtered INTEGER,
    successful_query INTEGER, engram_id TEXT, server_change_token TEXT, ck_sync_state INTEGER DEFAULT 0,
    last_read_message_timestamp INTEGER DEFAULT 0, original_group_id TEXT, is_blackholed INTEGER DEFAULT 0,
    UNIQUE (guid)
);
CREATE TABLE chat_handle_join (
    chat_id INTEGER REFERENCES chat (ROWID) ON DELETE CASCADE,
    handle_id INTEGER REFERENCES handle (ROWID) ON DELETE CASCADE, UNIQUE (chat_id, handle_id)
);
CREATE TABLE chat_message_join (
    chat_id INTEGER REFERENCES chat (ROWID) ON DELETE CASCADE,
    message_id INTEGER REFERENCES message (ROWID) ON DELETE CASCADE, message_date INTEGER DEFAULT 0,
    PRIMARY KEY (chat_id, message_id)
);
-- since 16
CREATE TABLE chat_recoverable_message_join (
    chat_id INTEGER REFERENCES chat (ROWID) ON DELETE CASCADE,
    message_id INTEGER REFERENCES message (ROWID) ON DELETE CASCADE, delete_date INTEGER, ck_sync_state INTEGER DEFAULT 0,
    PRIMARY KEY (chat_id, message_id)
);
CREATE TABLE attachment (
    ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT NOT NULL, created_date INTEGER DEFAULT 0,
    start_date INTEGER DEFAULT 0, filename TEXT, uti TEXT, mime_type TEXT, transfer_state INTEGER DEFAULT 0,
    is_outgoing INTEGER DEFAULT 0, user_info BLOB, transfer_name TEXT, total_bytes INTEGER DEFAULT 0,
    is_sticker INTEGER DEFAULT 0, sticker_user_info BLOB, attribution_info BLOB, hide_attachment INTEGER DEFAULT 0,
    ck_sync_state INTEGER DEFAULT 0, original_guid TEXT, UNIQUE (guid)
);
CREATE TABLE message_attachment_join (
    message_id INTEGER REFERENCES message (ROWID) ON DELETE CASCADE,
    attachment_id INTEGER REFERENCES attachment (ROWID) ON DELETE CASCADE, UNIQUE (message_id, attachment_id)
);
-- since 15
ALTER TABLE message ADD COLUMN syndication_ranges TEXT DEFAULT NULL;
-- since 15
ALTER TABLE message ADD COLUMN synced_syndication_ranges TEXT DEFAULT NULL;
-- since 15
ALTER TABLE message ADD COLUMN was_delivered_quietly INTEGER DEFAULT 0;
-- since 15
ALTER TABLE message ADD COLUMN did_notify_recipient INTEGER DEFAULT 0;
-- since 16
ALTER TABLE message ADD COLUMN date_retracted INTEGER DEFAULT 0;
-- since 16
ALTER TABLE message ADD COLUMN date_edited INTEGER DEFAULT 0;
-- since 16
ALTER TABLE message ADD COLUMN was_detonated INTEGER DEFAULT 0;
-- since 16
ALTER TABLE message ADD COLUMN part_count INTEGER;
-- since 16
ALTER TABLE message ADD COLUMN is_stewie INTEGER DEFAULT 0;
-- since 16
ALTER TABLE chat ADD COLUMN is_recovered INTEGER DEFAULT 0;
-- since 16
CREATE TABLE recoverable_message_part (
    chat_id INTEGER, message_id INTEGER, part_index INTEGER, delete_date INTEGER, part_text BLOB NOT NULL,
    ck_sync_state INTEGER DEFAULT 0, PRIMARY KEY (chat_id, message_id, part_index)
);
-- since 16
CREATE TABLE unsynced_removed_recoverable_messages (
    ROWID INTEGER PRIMARY KEY AUTOINCREMENT, chat_guid TEXT NOT NULL, message_guid TEXT NOT NULL, part_index INTEGER
);
-- since 17
ALTER TABLE message ADD COLUMN is_kt_verified INTEGER DEFAULT 0;
-- since 17
ALTER TABLE message ADD COLUMN is_sos INTEGER DEFAULT 0;
-- since 17
ALTER TABLE message ADD COLUMN is_critical INTEGER DEFAULT 0;
-- since 17
ALTER TABLE message ADD COLUMN bia_reference_id TEXT DEFAULT NULL;
-- since 17
ALTER TABLE message ADD COLUMN fallback_hash TEXT DEFAULT NULL;
-- since 17
ALTER TABLE attachment ADD COLUMN emoji_image_content_identifier TEXT DEFAULT NULL;
-- since 17
ALTER TABLE attachment ADD COLUMN emoji_image_short_description TEXT DEFAULT NULL;
-- since 17
ALTER TABLE attachment ADD COLUMN is_commsafety_sensitive INTEGER DEFAULT 0;
-- since 18
ALTER TABLE message ADD COLUMN associated_message_emoji TEXT DEFAULT NULL;
-- since 18
ALTER TABLE message ADD COLUMN is_pending_satellite_send INTEGER DEFAULT 0;
-- since 18
ALTER TABLE message ADD COLUMN needs_relay INTEGER DEFAULT 0;
-- since 18
ALTER TABLE message ADD COLUMN schedule_type INTEGER DEFAULT 0;
-- since 18
ALTER TABLE message ADD COLUMN schedule_state INTEGER DEFAULT 0;
-- since 18
ALTER TABLE message ADD COLUMN sent_or_received_off_grid INTEGER DEFAULT 0;
-- since 18
ALTER TABLE message ADD COLUMN date_recovered INTEGER DEFAULT 0;
-- since 18
ALTER TABLE message ADD COLUMN is_time_sensitive INTEGER DEFAULT 0;
-- since 18
ALTER TABLE message ADD COLUMN ck_chat_id TEXT DEFAULT NULL;
-- since 18
CREATE TABLE chat_lookup (
    identifier TEXT NOT NULL, domain TEXT NOT NULL, chat INTEGER NOT NULL, priority INTEGER DEFAULT 0
);
-- since 18
CREATE TABLE chat_service (
    service TEXT NOT NULL, chat INTEGER NOT NULL
);
CREATE INDEX chat_message_join_idx_message_date_id_chat_id ON chat_message_join (chat_id, message_date, message_id);
CREATE INDEX message_idx_date ON message (date);
CREATE INDEX message_idx_handle ON message (handle_id, date);
