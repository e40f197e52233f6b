-- enciphered with OpenSSL's own PKCS12KDF and AES
CREATE TABLE chat_logs (_id INTEGER PRIMARY KEY, id INTEGER, type INTEGER, chat_id INTEGER NOT NULL, user_id INTEGER, message TEXT, attachment TEXT, created_at INTEGER, deleted_at INTEGER, client_message_id INTEGER, prev_id INTEGER, referer INTEGER, supplement TEXT, v TEXT);
INSERT INTO chat_logs VALUES (1, 900, 1, 50, 7001, '5ie753jdFuxz5pWpSybREQ==', NULL, 1700000000, 0, 1, 0, 0, NULL, '{"notDecoded":false,"origin":"WRITE","isMine":true,"enc":31}');
INSERT INTO chat_logs VALUES (2, 901, 16385, 50, 7002, 'pIp2D6X+/UCigzgtzC0dBbJ2400FWxZDquA/z2wqMK0YpdZuTMYuyhVlhrtCjGUP7MprSJOPZn6LMMKRSjbECA==', '', 1700000060, 1700000090, 1, 0, 0, NULL, '{"origin":"MSG","isMine":false,"enc":30}');
INSERT INTO chat_logs VALUES (3, 902, 16, 50, 7002, NULL, 'YTl89VFWA9hiCLBlmg5bs9OAP4J8uAgwmsDP5cRvY1S8TUHfNxTKksZZQo1yfjqiwCEftXfUd73cWMCHwF4CggEtbQIjXRFvm7Mzs4Ao8aM=', 1700000120, 0, 1, 0, 0, NULL, '{"isMine":false,"enc":31}');
INSERT INTO chat_logs VALUES (4, 903, 16, 50, 7001, NULL, 'SxCMl/Q2ETK1ClaFgyjmqYdFTXWivrdgBygVF3slKTQ2vykaCmAlfTeBkFVuEgJKDa+HMJVUkTwBfU3JsWDOJA==', 1700000180, 0, 1, 0, 0, NULL, '{"isMine":true,"enc":31}');
INSERT INTO chat_logs VALUES (5, 904, 18, 50, 7002, NULL, 'PgGX/tZ+l+VY+adD8vJiVFby6/KZ/fEIFhbVx/k7qsrrEVeiuZzC84CcQ9jETtbAgvh3/F3dAXCPhCALBeBcxlcQxzBcomz93egr4RPKzEuVZHvDStWOYxmHKpd62H8o', 1700000240, 0, 1, 0, 0, NULL, '{"isMine":false,"enc":31}');
INSERT INTO chat_logs VALUES (6, 905, 1, 50, 7003, 'plain text', '{}', 1700000300, 0, 1, 0, 0, NULL, '{"origin":"MSG"}');
INSERT INTO chat_logs VALUES (7, 906, 1, 50, 7003, 'no cipher', NULL, 1700000360, 0, 1, 0, 0, NULL, '{"enc":31}');
