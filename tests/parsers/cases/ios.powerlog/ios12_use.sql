-- the log's clock is 411 s ahead
CREATE TABLE PLStorageOperator_EventForward_TimeOffset(ID INTEGER PRIMARY KEY, timestamp REAL, system REAL);
INSERT INTO PLStorageOperator_EventForward_TimeOffset VALUES (1, 1678307000, -411);
CREATE TABLE PLSpringBoardAgent_EventForward_SBLock(ID INTEGER PRIMARY KEY, timestamp REAL, Locked);
INSERT INTO PLSpringBoardAgent_EventForward_SBLock VALUES (1, 1678307611, 1);
CREATE TABLE PLCameraAgent_EventForward_BackCamera(ID INTEGER PRIMARY KEY, timestamp REAL, bundleId, State);
INSERT INTO PLCameraAgent_EventForward_BackCamera VALUES (1, 1678307612, 'com.apple.camera', 1);
CREATE TABLE PLCameraAgent_EventForward_FrontCamera(ID INTEGER PRIMARY KEY, timestamp REAL, bundleId, State);
INSERT INTO PLCameraAgent_EventForward_FrontCamera VALUES (1, 1678307613, 'com.example.chat', 0);
CREATE TABLE PLCameraAgent_EventForward_Torch(ID INTEGER PRIMARY KEY, timestamp REAL, bundleId, Level);
INSERT INTO PLCameraAgent_EventForward_Torch VALUES (1, 1678307614, 'com.apple.springboard', 2);
CREATE TABLE PLAudioAgent_EventForward_NowPlaying(ID INTEGER PRIMARY KEY, timestamp REAL, BundleID, State);
INSERT INTO PLAudioAgent_EventForward_NowPlaying VALUES (1, 1678307615, 'com.apple.Music', 1);
CREATE TABLE PLAudioAgent_EventPoint_AudioApp(ID INTEGER PRIMARY KEY, timestamp REAL, ApplicationName, Operation, AssertionName);
INSERT INTO PLAudioAgent_EventPoint_AudioApp VALUES (1, 1678307616, 'Example', 2, 'playback');
CREATE TABLE PLSpringBoardAgent_EventPoint_SBNotifications(ID INTEGER PRIMARY KEY, timestamp REAL, BundleID, NotificationType);
INSERT INTO PLSpringBoardAgent_EventPoint_SBNotifications VALUES (1, 1678307617, 'com.apple.MobileSMS', 3);
CREATE TABLE PLLocationAgent_EventForward_ClientStatus(ID INTEGER PRIMARY KEY, timestamp REAL, Client, Type, LocationDesiredAccuracy);
INSERT INTO PLLocationAgent_EventForward_ClientStatus VALUES (1, 1678307618, 'com.apple.Maps', 1, 100);
