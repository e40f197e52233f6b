CREATE TABLE payment_transaction(pid INTEGER PRIMARY KEY, transaction_date REAL, merchant_name TEXT, locality TEXT, amount INTEGER, currency_code TEXT, transaction_status INTEGER,
    location_date REAL, location_latitude REAL, location_longitude REAL, peer_payment_counterpart_handle TEXT, peer_payment_memo TEXT);
INSERT INTO payment_transaction VALUES (1, 700000000, 'Quay Café', 'Grimsby', 125000, 'GBP', 1, 700000005, 53.5, -0.06, NULL, NULL), (2, 700000060, NULL, NULL, 500000, 'USD', 1, 0, 0, 0, '+12125550100', 'rent');
