CREATE TABLE download_history(date INTEGER, name TEXT, size INTEGER, _data TEXT, _source TEXT, _description TEXT, _from_s_browser INTEGER);
CREATE TABLE recent_files(date INTEGER, name TEXT, size INTEGER, _data TEXT, _source TEXT, _description TEXT, _from_s_browser INTEGER);
INSERT INTO download_history VALUES (1500000000000, 'a.pdf', 10, '/storage/emulated/0/Download/a.pdf', '1', 'https://example.org/a.pdf', 0);
INSERT INTO recent_files VALUES (1500000060000, 'b.pdf', 11, '/storage/emulated/0/b.pdf', '1', '', 0);
