CREATE TABLE PLStorageOperator_EventForward_TimeOffset(ID INTEGER PRIMARY KEY, timestamp REAL, baseband REAL, kernel REAL, system REAL);
CREATE TABLE PLScreenStateAgent_EventForward_ScreenState(ID INTEGER PRIMARY KEY, timestamp REAL, AppRole INTEGER, bundleID TEXT, ScreenWeight REAL);
CREATE TABLE PLLocaleAgent_EventForward_TimeZone(ID INTEGER PRIMARY KEY, timestamp REAL, CountryCode TEXT, SecondsFromGMT INTEGER, TimeZoneName TEXT);
CREATE TABLE PLApplicationAgent_EventNone_AllApps(ID INTEGER PRIMARY KEY, timestamp REAL, AppBundleId TEXT, AppBundleVersion TEXT, AppDeletedDate REAL, AppName TEXT);
CREATE TABLE PLAppTimeService_Aggregate_AppRunTime(ID INTEGER PRIMARY KEY, timestamp REAL, BundleID TEXT, BackgroundTime REAL, ScreenOnTime REAL);
CREATE TABLE PLCameraAgent_EventForward_Camera(ID INTEGER PRIMARY KEY, timestamp REAL, bundleId TEXT, CameraType INTEGER, State INTEGER);
CREATE TABLE PLConfigAgent_EventNone_Config(ID INTEGER PRIMARY KEY, timestamp REAL, Build TEXT);
-- the log's clock was 411 s ahead up to 1678307500, then 10 s behind
INSERT INTO PLStorageOperator_EventForward_TimeOffset VALUES (1, 1678307000, 0, 0, -411), (2, 1678307500, 0, 0, 10);
INSERT INTO PLScreenStateAgent_EventForward_ScreenState VALUES (1, 1678307411, 3, 'com.apple.mobilesafari', 1.0), (2, 1678306900, 3, 'com.apple.Maps', 1.0),
    (3, 1678307600, 3, 'com.apple.camera', 1.0);
INSERT INTO PLLocaleAgent_EventForward_TimeZone VALUES (1, 1678307411, 'GB', 0, 'Europe/London');
INSERT INTO PLApplicationAgent_EventNone_AllApps VALUES (1, 1678307411, 'com.example.app', '1.2', 0, 'Example'), (2, 1678307411, 'com.example.gone', '3', 1678300000, NULL);
INSERT INTO PLAppTimeService_Aggregate_AppRunTime VALUES (1, 1678307411, 'com.example.app', 7.5, 61.2);
INSERT INTO PLCameraAgent_EventForward_Camera VALUES (1, 1678307411, 'com.apple.camera', 1, 1);
INSERT INTO PLConfigAgent_EventNone_Config VALUES (1, 1678307411, '19D52');
