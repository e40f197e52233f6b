-- Field 1 is the package.
CREATE TABLE reflection_event (timestamp INTEGER, id TEXT, proto BLOB, generated_from TEXT);
INSERT INTO reflection_event VALUES (1700000000000, 'com.example.app/1', X'0a0f636f6d2e6578616d706c652e617070', 'GEL');
INSERT INTO reflection_event VALUES (1700000100000, 'deleted_app/2', X'0a10636f6d2e6578616d706c652e676f6e65', 'GEL');
