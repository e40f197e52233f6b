CREATE TABLE messagesv12(nsp_pk TEXT PRIMARY KEY, nsp_data TEXT);
INSERT INTO messagesv12 VALUES ('a', '{"composetime":1700000000000,"content":"Hello","creator":"8:ada","conversationId":"8:ada","messagetype":"RichText","_isMyMessage":false,"cuid":"1"}'),
 ('b', '{"originalarrivaltime":1700000001000,"content":"<location latitude=\"51500000\" longitude=\"-125000\"></location>","creator":"8:ben","conversationId":"8:ada","messagetype":"RichText/Location","_isMyMessage":true}'), ('c', 'none');
