CREATE TABLE ZSMESSAGE(Z_PK INTEGER PRIMARY KEY, ZEDITTIME INTEGER, ZTSID INTEGER, ZTS_ISSENTBYME INTEGER, ZARRIVALTIME TIMESTAMP, ZCOMPOSETIME VARCHAR,
    ZCONTENT VARCHAR, ZDELETETIME VARCHAR, ZFROM VARCHAR, ZIMDISPLAYNAME VARCHAR, ZMESSAGETYPE VARCHAR, ZSUBJECT VARCHAR, ZTHREADID VARCHAR);
CREATE TABLE ZTHREAD(Z_PK INTEGER PRIMARY KEY, ZTSID VARCHAR, ZTHREADTOPIC VARCHAR);
CREATE TABLE ZMESSAGEPROPERTIES(Z_PK INTEGER PRIMARY KEY, ZTSID INTEGER, ZTHREADID VARCHAR, ZPROPERTIES BLOB);
CREATE TABLE ZUSER(Z_PK INTEGER PRIMARY KEY, ZDISPLAYNAME VARCHAR, ZMAIL VARCHAR, ZTELEPHONENUMBER VARCHAR, ZTSID VARCHAR, ZTENANTNAME VARCHAR);
CREATE TABLE ZSCONTACT(Z_PK INTEGER PRIMARY KEY, ZTYPE INTEGER, ZDISPLAYNAME VARCHAR, ZEMAIL VARCHAR, ZMRI VARCHAR, ZPHONE VARCHAR);
CREATE TABLE ZUSERLOCATION(Z_PK INTEGER PRIMARY KEY, ZISACTIVE INTEGER, ZLASTUPDATEDDATE TIMESTAMP, ZTHREADID VARCHAR, ZUSERMRI VARCHAR, ZENCRYPTEDLOCATIONDATA BLOB);
INSERT INTO ZSMESSAGE VALUES
  (1, NULL, 101, 0, 700000000.25, '2023-03-08T20:26:40.2500000Z', '<div>Come <b>now</b> &amp; alone</div>', NULL, '8:maya', 'Maya', 'RichText/Html', '', '19:a'),
  (2, 1678307300000, 102, 1, 700000060, NULL, 'Fine', '1678307400000', '8:me', 'Me', 'Text', NULL, '19:a'),
  (3, NULL, 103, 0, 700000090, NULL, '<img alt="Selected photo" src="https://example.org/i">', NULL, '8:maya', 'Maya', 'RichText/Html', NULL, '19:b'),
  (4, NULL, 104, 0, 700000095, NULL, '<addmember><target>8:maya</target></addmember>', NULL, '19:a', NULL, 'ThreadActivity/AddMember', NULL, '19:a');
INSERT INTO ZTHREAD VALUES (1, '19:a', 'Crew');
INSERT INTO ZMESSAGEPROPERTIES VALUES (9, 101, '19:a', CAST('<plist version="1.0"><dict><key>$archiver</key><string>NSKeyedArchiver</string><key>$version</key><integer>100000</integer><key>$top</key><dict><key>root</key><dict><key>CF$UID</key><integer>1</integer></dict></dict><key>$objects</key><array><string>$null</string><dict><key>NS.keys</key><array><dict><key>CF$UID</key><integer>2</integer></dict></array><key>NS.objects</key><array><dict><key>CF$UID</key><integer>3</integer></dict></array><key>$class</key><dict><key>CF$UID</key><integer>4</integer></dict></dict><string>cards</string><string>[{"content": {"body": [{"type": "Image", "selectAction": {"url": "https://www.bing.com/maps?rtp=adr.~pos.53.5_-0.06_Quay"}}, {"type": "TextBlock", "text": "2 Quay Road"}]}}]</string><dict><key>$classname</key><string>NSDictionary</string><key>$classes</key><array><string>NSDictionary</string><string>NSObject</string></array></dict></array></dict></plist>' AS BLOB)), (10, 102, '19:a', NULL);
INSERT INTO ZUSER VALUES (1, 'Maya', 'maya@example.org', NULL, '8:maya', 'Example Ltd');
INSERT INTO ZSCONTACT VALUES (1, 2, 'Lee', NULL, '+447700900111', '+447700900111');
INSERT INTO ZUSERLOCATION VALUES (5, 0, 700000200, '19:a', '8:maya', X'00');
