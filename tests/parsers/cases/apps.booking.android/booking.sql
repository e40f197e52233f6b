CREATE TABLE records (_id INTEGER PRIMARY KEY, key TEXT NOT NULL, record TEXT);
INSERT INTO records VALUES (1, 'postBookingReservationQuery({"input":{"bookingNumber":"123","pinCode":"9"}})', '{"property":"ApolloCacheReference{postBookingReservationQuery({\"input\":{\"bookingNumber\":\"123\",\"pinCode\":\"9\"}}).property}","reservationCheckinDate":{"rawDate":1699999200},"reservationCheckoutDate":"ApolloCacheReference{out}","reservationStatus":"CONFIRMED"}');
INSERT INTO records VALUES (2, 'postBookingReservationQuery({"input":{"bookingNumber":"123","pinCode":"9"}}).property', '{"hotelName":{"translation":"House Example"},"hotelAddress":{"rawValue":"Rua 1"},"hotelCity":"ApolloCacheReference{city}","hotelTimezone":"Europe/Lisbon"}');
INSERT INTO records VALUES (3, 'out', '{"rawDate":1700172000}');
INSERT INTO records VALUES (4, 'city', '{"rawValue":"Lisbon"}');
