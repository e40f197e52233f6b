CREATE TABLE cfurl_cache_response(entry_ID INTEGER PRIMARY KEY AUTOINCREMENT, version INTEGER, hash_value INTEGER, storage_policy INTEGER,
    request_key TEXT, time_stamp NOT NULL DEFAULT CURRENT_TIMESTAMP, partition TEXT);
CREATE TABLE cfurl_cache_receiver_data(entry_ID INTEGER PRIMARY KEY, isDataOnFS INTEGER, receiver_data BLOB);
INSERT INTO cfurl_cache_response VALUES (1, 0, 1, 0, 'https://example.org/a?q=1', '2023-03-08 20:26:40', NULL), (2, 0, 2, 0, 'https://example.org/b', 'soon', NULL);
INSERT INTO cfurl_cache_receiver_data VALUES (1, 1, 'E1A4080D-13B2-4CE5-8585-02C9C54F6E9D'), (2, 0, X'0102');
