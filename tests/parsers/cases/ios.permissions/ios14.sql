CREATE TABLE access(service TEXT, client TEXT, client_type INTEGER, auth_value INTEGER, auth_reason INTEGER, last_modified INTEGER);
INSERT INTO access VALUES ('kTCCServiceMicrophone', 'net.whatsapp.WhatsApp', 0, 2, 2, 1678307200), ('kTCCServicePhotos', 'x', 0, 9, 2, 1678307201);
