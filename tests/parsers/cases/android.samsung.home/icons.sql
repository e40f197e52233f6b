CREATE TABLE icon (component_name TEXT, profile_id INTEGER, last_updated INTEGER, version INTEGER, label TEXT, PRIMARY KEY (component_name, profile_id));
INSERT INTO icon VALUES ('com.example.chat/.Main', 0, 1700000000000, 12, 'Chat');
