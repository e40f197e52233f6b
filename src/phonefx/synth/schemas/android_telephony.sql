CREATE TABLE android_metadata (locale TEXT);
CREATE TABLE siminfo (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, icc_id TEXT NOT NULL, sim_id INTEGER DEFAULT -1, display_name TEXT,
    carrier_name TEXT, name_source INTEGER DEFAULT 0, color INTEGER DEFAULT 0, number TEXT,
    display_number_format INTEGER NOT NULL DEFAULT 1, data_roaming INTEGER DEFAULT 0, mcc INTEGER DEFAULT 0,
    mnc INTEGER DEFAULT 0, mcc_string TEXT, mnc_string TEXT, sim_provisioning_status INTEGER DEFAULT 0,
    is_embedded INTEGER DEFAULT 0, card_id TEXT NOT NULL, is_removable INTEGER DEFAULT 0, is_opportunistic INTEGER DEFAULT 0,
    group_uuid TEXT, is_metered INTEGER DEFAULT 1, iso_country_code TEXT, carrier_id INTEGER DEFAULT -1,
    profile_class INTEGER DEFAULT -1, subscription_type INTEGER DEFAULT 0, uicc_applications_enabled INTEGER DEFAULT 1,
    imsi TEXT, port_index INTEGER DEFAULT -1, phone_number_source_carrier TEXT, phone_number_source_ims TEXT,
    UNIQUE (icc_id)
);
