-- The store of older versions: a position, and a value of another kind.
CREATE TABLE activity_metric_group (_id INTEGER PRIMARY KEY, mg_app_id TEXT, mg_source TEXT, mg_unit TEXT, mg_activity_id INTEGER, mg_metric_type TEXT);
CREATE TABLE activity_raw_metric (_id INTEGER PRIMARY KEY, rm_metric_group_id INTEGER, rm_start_utc_millis INTEGER, rm_end_utc_millis INTEGER, rm_value REAL);
INSERT INTO activity_metric_group VALUES (1, 'com.example.recorder', 'phone', 'DD', 7, 'latitude');
INSERT INTO activity_metric_group VALUES (2, 'com.example.recorder', 'phone', 'DD', 7, 'longitude');
INSERT INTO activity_raw_metric VALUES (1, 1, 1500000000000, 1500000000000, 51.5);
INSERT INTO activity_raw_metric VALUES (2, 2, 1500000000000, 1500000000000, -0.125);
