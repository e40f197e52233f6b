CREATE TABLE android_metadata (
    locale TEXT
);
CREATE TABLE pdu (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, thread_id INTEGER, date INTEGER, date_sent INTEGER DEFAULT 0,
    msg_box INTEGER, read INTEGER DEFAULT 0, m_id TEXT, sub TEXT, sub_cs INTEGER, ct_t TEXT, ct_l TEXT, exp INTEGER,
    m_cls TEXT, m_type INTEGER, v INTEGER, m_size INTEGER, pri INTEGER, rr INTEGER, rpt_a INTEGER, resp_st INTEGER,
    st INTEGER, tr_id TEXT, retr_st INTEGER, retr_txt TEXT, retr_txt_cs INTEGER, read_status INTEGER,
    ct_cls INTEGER, resp_txt TEXT, d_tm INTEGER, d_rpt INTEGER, locked INTEGER DEFAULT 0, sub_id INTEGER DEFAULT -1,
    seen INTEGER DEFAULT 0, creator TEXT, text_only INTEGER DEFAULT 0
);
CREATE TABLE addr (
    _id INTEGER PRIMARY KEY, msg_id INTEGER, contact_id INTEGER, address TEXT, type INTEGER, charset INTEGER
);
CREATE INDEX addrMsgIdIndex ON addr (msg_id);
CREATE TABLE part (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, mid INTEGER, seq INTEGER DEFAULT 0, ct TEXT, name TEXT, chset INTEGER,
    cd TEXT, fn TEXT, cid TEXT, cl TEXT, ctt_s INTEGER, ctt_t TEXT, _data TEXT, text TEXT
);
CREATE INDEX partMidIndex ON part (mid);
CREATE TABLE rate (
    sent_time INTEGER
);
CREATE TABLE drm (
    _id INTEGER PRIMARY KEY, _data TEXT
);
CREATE TABLE sms (
    _id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, person INTEGER, date INTEGER,
    date_sent INTEGER DEFAULT 0, protocol INTEGER, read INTEGER DEFAULT 0, status INTEGER DEFAULT -1, type INTEGER,
    reply_path_present INTEGER, subject TEXT, body TEXT, service_center TEXT, locked INTEGER DEFAULT 0,
    sub_id INTEGER DEFAULT -1, error_code INTEGER DEFAULT -1, creator TEXT, seen INTEGER DEFAULT 0
);
CREATE INDEX threadIdDateIndex ON sms (thread_id, date);
CREATE INDEX typeThreadIdIndex ON sms (type, thread_id);
CREATE TABLE raw (
    _id INTEGER PRIMARY KEY, date INTEGER, reference_number INTEGER, count INTEGER, sequence INTEGER,
    destination_port INTEGER, address TEXT, sub_id INTEGER DEFAULT -1, pdu TEXT, deleted INTEGER DEFAULT 0,
    message_body TEXT, display_originating_addr TEXT
);
CREATE TABLE attachments (
    sms_id INTEGER, content_url TEXT, "offset" INTEGER
);
CREATE TABLE sr_pending (
    reference_number INTEGER, "action" TEXT, data TEXT
);
CREATE TABLE canonical_addresses (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, address TEXT
);
CREATE TABLE threads (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, date INTEGER DEFAULT 0, message_count INTEGER DEFAULT 0,
    recipient_ids TEXT, snippet TEXT, snippet_cs INTEGER DEFAULT 0, read INTEGER DEFAULT 1,
    archived INTEGER DEFAULT 0, type INTEGER DEFAULT 0, error INTEGER DEFAULT 0, has_attachment INTEGER DEFAULT 0
);
CREATE TABLE pending_msgs (
    _id INTEGER PRIMARY KEY, proto_type INTEGER, msg_id INTEGER, msg_type INTEGER, err_type INTEGER,
    err_code INTEGER, retry_index INTEGER NOT NULL DEFAULT 0, due_time INTEGER, pending_sub_id INTEGER DEFAULT -1,
    last_try INTEGER
);
-- until 13
CREATE VIRTUAL TABLE words USING fts3(_id INTEGER PRIMARY KEY, index_text TEXT, source_id INTEGER,
    table_to_use INTEGER);
-- since 14
CREATE VIRTUAL TABLE words USING fts3(_id INTEGER PRIMARY KEY, index_text TEXT, source_id INTEGER,
    table_to_use INTEGER, sub_id INTEGER);
-- since 14
ALTER TABLE addr ADD COLUMN sub_id INTEGER DEFAULT -1;
-- since 14
ALTER TABLE part ADD COLUMN sub_id INTEGER DEFAULT -1;
-- since 14
ALTER TABLE rate ADD COLUMN sub_id INTEGER DEFAULT -1;
-- since 14
ALTER TABLE drm ADD COLUMN sub_id INTEGER DEFAULT -1;
-- since 14
ALTER TABLE attachments ADD COLUMN sub_id INTEGER DEFAULT -1;
-- since 14
ALTER TABLE sr_pending ADD COLUMN sub_id INTEGER DEFAULT -1;
-- since 14
ALTER TABLE canonical_addresses ADD COLUMN sub_id INTEGER DEFAULT -1;
-- since 14
ALTER TABLE threads ADD COLUMN sub_id INTEGER DEFAULT -1;
CREATE TRIGGER part_cleanup AFTER DELETE ON pdu BEGIN DELETE FROM part WHERE mid = old._id; END;
CREATE TRIGGER addr_cleanup AFTER DELETE ON pdu BEGIN DELETE FROM addr WHERE msg_id = old._id; END;
CREATE TRIGGER sms_words_delete AFTER DELETE ON sms BEGIN
    DELETE FROM words WHERE docid = old._id AND table_to_use = 1; END;
CREATE TRIGGER mms_words_delete AFTER DELETE ON part BEGIN
    DELETE FROM words WHERE docid = old._id + 8589934592 AND table_to_use = 2; END;
