CREATE TABLE app_info(package_name TEXT, version_code INTEGER, digest_sha256 TEXT);
INSERT INTO app_info VALUES ('org.example.gone', 7, 'abcd');
