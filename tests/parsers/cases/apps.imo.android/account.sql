CREATE TABLE account(uid TEXT, name TEXT);
INSERT INTO account VALUES ('1000', 'Ben');
