CREATE TABLE accounts(_id INTEGER PRIMARY KEY, name TEXT, type TEXT, previous_name TEXT, last_password_entry_time_millis_epoch INTEGER);
CREATE TABLE debug_table(_id INTEGER, action_type TEXT, time DATETIME, caller_uid INTEGER, table_name TEXT, primary_key INTEGER PRIMARY KEY);
INSERT INTO accounts VALUES (1, 'a@example.com', 'com.google', NULL, 1700000000000);
INSERT INTO debug_table VALUES (1, 'action_account_add', '2023-11-14 22:13:20', 1000, 'accounts', 1), (2, 'action_account_remove', '2023-11-15 22:13:20', 1000, 'accounts', 2);
