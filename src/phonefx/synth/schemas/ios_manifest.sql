CREATE TABLE Files (
    fileID TEXT PRIMARY KEY, domain TEXT, relativePath TEXT, flags INTEGER, file BLOB
);
CREATE INDEX FilesDomainIdx ON Files (domain);
CREATE INDEX FilesFlagsIdx ON Files (flags);
CREATE INDEX FilesRelativePathIdx ON Files (relativePath);
CREATE TABLE Properties (
    "key" TEXT PRIMARY KEY, value BLOB
);
