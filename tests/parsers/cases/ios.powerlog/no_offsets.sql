CREATE TABLE PLScreenStateAgent_EventForward_ScreenState(ID INTEGER PRIMARY KEY, timestamp REAL, bundleID TEXT);
INSERT INTO PLScreenStateAgent_EventForward_ScreenState VALUES (1, 1678307411, 'com.apple.Maps');
