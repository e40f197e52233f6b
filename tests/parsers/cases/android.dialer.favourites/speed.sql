CREATE TABLE speed_dial_entries(id integer primary key, pinned_position integer DEFAULT -1, contact_id integer, lookup_key text, phone_number text, phone_type integer, phone_label text, phone_technology integer, source_id text);
INSERT INTO speed_dial_entries VALUES (1, 0, 5, 'k1', '+447700900123', 2, NULL, 1, NULL);
