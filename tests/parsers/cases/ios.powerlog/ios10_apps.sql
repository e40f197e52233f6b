CREATE TABLE PLStorageOperator_EventForward_TimeOffset(timestamp REAL, system REAL);
CREATE TABLE PLApplicationAgent_EventNone_AllApps(ID INTEGER PRIMARY KEY, timestamp REAL, AppBundleId TEXT, AppBuildVersion TEXT, AppType INTEGER, AppDeletedDate REAL);
INSERT INTO PLApplicationAgent_EventNone_AllApps VALUES (1, 1678307411, 'com.example.app', '77', 1, 0);
