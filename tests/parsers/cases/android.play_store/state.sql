CREATE TABLE appstate(package_name TEXT PRIMARY KEY, title TEXT, first_download_ms INTEGER, last_update_timestamp_ms INTEGER, account TEXT, install_reason TEXT);
INSERT INTO appstate VALUES ('org.example.chat', 'Chat', 1700000000000, 1700000001000, 'a@example.com', 'single_install');
