-- gcm_cache.db: answers of the service: an exercise in each of the two layouts, a list that is none, and no JSON.
CREATE TABLE json_activities (_id INTEGER PRIMARY KEY, saved_timestamp INTEGER, concept_id TEXT, data_type INTEGER, cached_val TEXT);
INSERT INTO json_activities VALUES (1, 1710000000000, '501', 3, '{"activityName":"Morning run","activityTypeDTO":{"typeKey":"running"},"summaryDTO":{"startTimeGMT":"2024-03-09T07:30:00.0","startLatitude":38.5,"startLongitude":-120.2,"endLatitude":40.7,"endLongitude":-120.95}}');
INSERT INTO json_activities VALUES (2, 1710000000000, '502', 4, '{"activityName":"Walk","activityType":{"typeKey":"walking"},"startTimeGMT":"2024-03-10 18:00:00","startLatitude":51.5,"startLongitude":0.125}');
INSERT INTO json_activities VALUES (3, 1710000000000, 'list', 5, '[]');
INSERT INTO json_activities VALUES (4, 1710000000000, 'bad', 5, 'not json');
