CREATE TABLE urls(id INTEGER PRIMARY KEY, url TEXT, title TEXT, visit_count INTEGER, typed_count INTEGER, last_visit_time INTEGER, hidden INTEGER);
CREATE TABLE visits(id INTEGER PRIMARY KEY, url INTEGER, visit_time INTEGER, from_visit INTEGER, transition INTEGER, visit_duration INTEGER);
CREATE TABLE keyword_search_terms(keyword_id INTEGER, url_id INTEGER, term TEXT, normalized_term TEXT);
CREATE TABLE downloads(id INTEGER PRIMARY KEY, target_path TEXT, start_time INTEGER, end_time INTEGER, total_bytes INTEGER, received_bytes INTEGER, state INTEGER, referrer TEXT, mime_type TEXT, tab_url TEXT);
INSERT INTO urls VALUES (1, 'https://example.com/?q=weather', 'Weather', 2, 1, 13344473600000000, 0), (2, 'https://example.org/', 'Old', 1, 0, 13344473700000000, 0);
INSERT INTO visits VALUES (1, 1, 13344473600000000, 0, 805306369, 5);
INSERT INTO keyword_search_terms VALUES (2, 1, 'weather', 'weather');
INSERT INTO downloads VALUES (1, '/storage/emulated/0/Download/a.pdf', 13344473800000000, 0, 10, 10, 1, '', 'application/pdf', 'https://example.org/');
-- the address that was loaded is the last of the chain; states 0, 2 and 4 are no finished download
CREATE TABLE downloads_url_chains(id INTEGER, chain_index INTEGER, url TEXT);
INSERT INTO downloads(id, target_path, start_time, state, tab_url) VALUES (2, '/storage/emulated/0/Download/b.pdf', 13344473900000000, 4, 'https://example.org/'), (3, '', 13344474000000000, 2, ''), (4, '', 13344474100000000, 0, ''), (5, '', 13344474200000000, 9, '');
INSERT INTO downloads_url_chains VALUES (2, 0, 'https://example.org/go'), (2, 1, 'https://example.com/b.pdf');
