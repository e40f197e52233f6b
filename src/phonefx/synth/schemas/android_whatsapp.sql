CREATE TABLE props (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, "key" TEXT, value TEXT, UNIQUE ("key")
);
CREATE TABLE call_log (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, jid_row_id INTEGER, from_me INTEGER, call_id TEXT,
    transaction_id INTEGER, timestamp INTEGER, video_call INTEGER, duration INTEGER, call_result INTEGER,
    is_dnd_mode_on INTEGER, bytes_transferred INTEGER, group_jid_row_id INTEGER NOT NULL DEFAULT 0,
    is_joinable_group_call INTEGER, call_creator_device_jid_row_id INTEGER NOT NULL DEFAULT 0, call_random_id TEXT,
    call_link_row_id INTEGER NOT NULL DEFAULT 0, call_type INTEGER, offer_silence_reason INTEGER, scheduled_id TEXT,
    telecom_uuid TEXT
);
CREATE TABLE message_quoted (
    message_row_id INTEGER PRIMARY KEY AUTOINCREMENT, chat_row_id INTEGER NOT NULL,
    parent_message_chat_row_id INTEGER NOT NULL, from_me INTEGER NOT NULL, sender_jid_row_id INTEGER,
    key_id TEXT NOT NULL, timestamp INTEGER, message_type INTEGER, origin INTEGER, text_data TEXT,
    payment_transaction_id TEXT, quoted_source INTEGER, lookup_tables INTEGER, quoted_type INTEGER
);
CREATE TABLE message_location (
    message_row_id INTEGER PRIMARY KEY, chat_row_id INTEGER, latitude REAL, longitude REAL, place_name TEXT,
    place_address TEXT, url TEXT, live_location_share_duration INTEGER, live_location_sequence_number INTEGER,
    live_location_final_latitude REAL, live_location_final_longitude REAL, live_location_final_timestamp INTEGER,
    map_download_status INTEGER
);
CREATE TABLE message_edit_info (
    message_row_id INTEGER PRIMARY KEY, original_key_id TEXT NOT NULL, edited_timestamp INTEGER NOT NULL,
    sender_timestamp INTEGER NOT NULL
);
CREATE TABLE message (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, chat_row_id INTEGER NOT NULL, from_me INTEGER NOT NULL,
    key_id TEXT NOT NULL, sender_jid_row_id INTEGER, status INTEGER, broadcast INTEGER, recipient_count INTEGER,
    participant_hash TEXT, origination_flags INTEGER, origin INTEGER, timestamp INTEGER, received_timestamp INTEGER,
    receipt_server_timestamp INTEGER, message_type INTEGER, text_data TEXT, starred INTEGER, lookup_tables INTEGER,
    message_add_on_flags INTEGER, view_mode INTEGER, sort_id INTEGER NOT NULL DEFAULT 0, translated_text TEXT,
    view_replies_thread_id INTEGER
);
CREATE TABLE message_media (
    message_row_id INTEGER PRIMARY KEY, chat_row_id INTEGER, autotransfer_retry_enabled INTEGER,
    transferred INTEGER, face_x INTEGER, face_y INTEGER, has_streaming_sidecar INTEGER, page_count INTEGER,
    thumbnail_height_width_ratio REAL, first_scan_sidecar BLOB, first_scan_length INTEGER, message_url TEXT,
    media_upload_handle TEXT, sticker_flags INTEGER, raw_transcription_text TEXT, first_viewed_timestamp INTEGER,
    is_animated_sticker INTEGER, media_caption TEXT, metadata_url TEXT, motion_photo_presentation_offset_ms INTEGER,
    qr_url TEXT, multicast_id TEXT, media_job_uuid TEXT, transcoded INTEGER, file_path TEXT, file_size INTEGER,
    suspicious_content INTEGER, trim_from INTEGER, trim_to INTEGER, media_key BLOB, media_key_timestamp INTEGER,
    width INTEGER, height INTEGER, gif_attribution INTEGER, direct_path TEXT, mime_type TEXT, file_length INTEGER,
    media_name TEXT, file_hash TEXT, media_duration INTEGER, enc_file_hash TEXT, partial_media_hash TEXT,
    partial_media_enc_hash TEXT, original_file_hash TEXT, mute_video INTEGER DEFAULT 0, doodle_id TEXT,
    media_source_type INTEGER, accessibility_label TEXT, media_transcode_quality INTEGER DEFAULT 0
);
CREATE TABLE jid (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, user TEXT NOT NULL, server TEXT NOT NULL, agent INTEGER, device INTEGER,
    type INTEGER, raw_string TEXT
);
CREATE TABLE receipt_user (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, message_row_id INTEGER NOT NULL, receipt_user_jid_row_id INTEGER NOT NULL,
    receipt_timestamp INTEGER, read_timestamp INTEGER, played_timestamp INTEGER
);
CREATE TABLE group_participant_user (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, group_jid_row_id INTEGER NOT NULL, user_jid_row_id INTEGER NOT NULL,
    rank INTEGER, pending INTEGER, add_timestamp INTEGER, label TEXT, join_method INTEGER
);
CREATE TABLE message_system (
    message_row_id INTEGER PRIMARY KEY, action_type INTEGER NOT NULL
);
CREATE TABLE message_text (
    message_row_id INTEGER PRIMARY KEY, description TEXT, page_title TEXT, url TEXT, font_style INTEGER,
    text_color INTEGER, background_color INTEGER, preview_type INTEGER,
    invite_link_group_type INTEGER NOT NULL DEFAULT 0, counter_abuse_token TEXT, fb_experiment_id INTEGER,
    social_media_post_type INTEGER, link_media_duration_seconds INTEGER, link_end_index INTEGER
);
CREATE TABLE message_details (
    message_row_id INTEGER PRIMARY KEY, author_device_jid INTEGER
);
CREATE TABLE chat (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, jid_row_id INTEGER, hidden INTEGER, subject TEXT,
    created_timestamp INTEGER, display_message_row_id INTEGER, last_message_row_id INTEGER,
    last_read_message_row_id INTEGER, last_read_receipt_sent_message_row_id INTEGER,
    last_important_message_row_id INTEGER, archived INTEGER, sort_timestamp INTEGER, mod_tag INTEGER, gen REAL,
    spam_detection INTEGER, unseen_earliest_message_received_time INTEGER, unseen_message_count INTEGER,
    unseen_missed_calls_count INTEGER, unseen_row_count INTEGER, plaintext_disabled INTEGER,
    vcard_ui_dismissed INTEGER, change_number_notified_message_row_id INTEGER, show_group_description INTEGER,
    ephemeral_expiration INTEGER, last_read_ephemeral_message_row_id INTEGER, ephemeral_setting_timestamp INTEGER,
    ephemeral_displayed_exemptions INTEGER, ephemeral_disappearing_messages_initiator INTEGER,
    unseen_important_message_count INTEGER NOT NULL DEFAULT 0, group_type INTEGER NOT NULL DEFAULT 0,
    last_message_reaction_row_id INTEGER, last_seen_message_reaction_row_id INTEGER,
    unseen_message_reaction_count INTEGER, unseen_comment_message_count INTEGER, growth_lock_level INTEGER,
    growth_lock_expiration_ts INTEGER, last_read_message_sort_id INTEGER, display_message_sort_id INTEGER,
    last_message_sort_id INTEGER, last_read_receipt_sent_message_sort_id INTEGER,
    has_new_community_admin_dialog_been_acknowledged INTEGER NOT NULL DEFAULT 0, history_sync_progress INTEGER,
    chat_lock INTEGER, chat_origin TEXT, participation_status INTEGER, account_jid_row_id INTEGER,
    chat_encryption_state INTEGER, group_member_count INTEGER, limited_sharing INTEGER,
    limited_sharing_setting_timestamp INTEGER, is_contact INTEGER, UNIQUE (jid_row_id)
);
CREATE TABLE message_revoked (
    message_row_id INTEGER PRIMARY KEY, revoked_key_id TEXT NOT NULL, admin_jid_row_id INTEGER,
    revoke_timestamp INTEGER
);
