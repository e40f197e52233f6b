CREATE TABLE user_entity (id TEXT PRIMARY KEY, username TEXT, email TEXT, display_name TEXT, birthdate TEXT, gender TEXT, height REAL, weight REAL, timezone TEXT, date_joined INTEGER, last_login INTEGER, location_country TEXT, profile_image_medium TEXT);
INSERT INTO user_entity VALUES ('101', 'sam1', 'sam@example.com', 'Sam Example', NULL, NULL, 1.7, 70.0, 'Europe/London', 1600000000000, 1700000000000, 'GB', NULL);
INSERT INTO user_entity VALUES ('102', 'kim2', '', 'Kim Example', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
