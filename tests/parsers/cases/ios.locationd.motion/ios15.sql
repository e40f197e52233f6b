CREATE TABLE MotionStateHistory(startTime FLOAT, type INTEGER, confidence INTEGER, isStanding INTEGER, isVehicular INTEGER, isMoving INTEGER);
CREATE TABLE StepCountHistory(startTime FLOAT, stopTime FLOAT, count INTEGER, distance FLOAT, floorsAscended INTEGER);
INSERT INTO MotionStateHistory VALUES (700000000, 4, 2, 0, 1, 1);
INSERT INTO StepCountHistory VALUES (700000000, 700000060, 52, 40.5, 0);
