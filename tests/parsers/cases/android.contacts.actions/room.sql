CREATE TABLE contacts_interactions(lookup_key TEXT, raw_contact_id INTEGER, timestamp INTEGER, interaction_type TEXT, PRIMARY KEY(interaction_type, raw_contact_id));
INSERT INTO contacts_interactions VALUES ('content://com.android.contacts/contacts/lookup/x/1', 1, 1700000000000, 'INTERACTION_CREATE_CONTACT');
