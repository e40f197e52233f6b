-- Two exercises; the first has a line of three points (the example of Google's format), the second none.
CREATE TABLE session (sampleId TEXT, userId INTEGER, distance INTEGER, startTime INTEGER, endTime INTEGER, runtime INTEGER, maxSpeed REAL, calories INTEGER, temperature REAL, note TEXT, maxPulse INTEGER, avgPulse INTEGER, maxElevation INTEGER, minElevation INTEGER, humidity INTEGER, encodedTrace TEXT);
INSERT INTO session VALUES ('s-1', 1000, 5200, 1700000000000, 1700001800000, 1795000, 12.5, 400, -300, 'along the quay', 160, 140, -32768, 32767, -1, '_p~iF~ps|U_ulLnnqC_mqNvxq`@');
INSERT INTO session VALUES ('s-2', 1000, 0, 1700086400000, 0, 0, 0, 0, 20, '', 0, 0, 10, 5, 50, NULL);
