CREATE TABLE gmm_storage_table(_key_pri TEXT, _key_sec TEXT, _data BLOB);
INSERT INTO gmm_storage_table VALUES ('a', 'b', CAST('xx/dir/51.5,-0.125/Harbour+Quay/@51.5,-0.1,12z/data=!4m2!1d-0.25!2d52.5 rest' AS BLOB)), ('c', 'd', CAST('yy/dir//52.25,0.5/data' AS BLOB)), ('e', 'f', X'0001');
