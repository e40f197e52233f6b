CREATE TABLE pdplacelookup(requestkey TEXT, pdplacehash BLOB, lastaccesstime REAL, expiretime REAL);
CREATE TABLE pdplaces(pdplacehash BLOB PRIMARY KEY, pdplace BLOB);
-- 1 { 2: "Harbour Cafe", 3: "1 Quay Street" }
INSERT INTO pdplaces VALUES (x'01', x'0a1d120c486172626f757220436166651a0d312051756179205374726565740a00');
INSERT INTO pdplacelookup VALUES ('muid:77', x'01', 700000000.0, 702592000.0), ('muid:78', x'02', 700000060.0, 702592060.0);
