"""Maps, rides, locators and tags of other makers on iOS: where phones and things were, and what was looked for."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Location, Message

WAZE_RECENTS = {0: "search", 1: "advertisement", 2: "chosen on the map", 3: "shared", 4: "navigation"}
WAZE_SAVED = {1: "labelled Home", 2: "labelled Work"}
PLACE = "LEFT JOIN (SELECT id, latitude, longitude, name FROM PLACES) p ON p.id = {}.place_id"

parser(
    "apps.waze.ios",
    title="Places in Waze, iOS",
    files=["*/Documents/user.db"],
    queries=[
        Query(
            Location,
            """
            SELECT p.id AS key, unix_s(p.created_time) AS time, p.latitude / 1e6 AS latitude,
                   p.longitude / 1e6 AS longitude,
                   'searched' AS evidence_of, 'known to Waze' AS method, p.name AS place,
                   extra(p.street, p.city, p.house) AS extra
            FROM PLACES p
            """,
            skip={"coalesce(p.latitude, 0) = 0 AND coalesce(p.longitude, 0) = 0": "no place in it"},
        ),
        Query(
            Location,
            """
            SELECT r.rowid AS key, unix_s(r.access_time) AS time, p.latitude / 1e6 AS latitude,
                   p.longitude / 1e6 AS longitude,
                   CASE opt(r.type) WHEN 4 THEN 'destination' WHEN 3 THEN 'shared_by_other' ELSE 'searched' END
                       AS evidence_of,
                   code(opt(r.type), TYPES) AS method, coalesce(nullif(r.name, ''), p.name) AS place
            FROM RECENTS r """ + PLACE.format("r"),
            words={"TYPES": WAZE_RECENTS},
            skip={"p.latitude IS NULL": "its place is gone"},
        ),
        Query(
            Location,
            """
            SELECT f.rowid AS key, unix_s(f.created_time) AS time, p.latitude / 1e6 AS latitude,
                   p.longitude / 1e6 AS longitude, 'saved_place' AS evidence_of, code(opt(f.type), TYPES) AS method,
                   coalesce(nullif(f.name, ''), p.name) AS place
            FROM FAVORITES f """ + PLACE.format("f"),
            words={"TYPES": WAZE_SAVED},
            skip={"p.latitude IS NULL": "its place is gone"},
        ),
    ],
    about="Places searched for, driven to and saved in Waze. Times are UTC seconds since 1970. Nothing here is a "
    "position of the phone: a route that was asked for need not have been driven.",
)  # fmt: skip
parser(
    "apps.uber.ios",
    title="Places and positions in Uber, iOS",
    files=["*/Documents/database.db"],
    queries=[
        Query(
            Location,
            """
            SELECT p.rowid AS key, unix_ms(opt(p.timestamp_ms)) AS time,
                   coalesce(opt(p.latitude_v2), opt(p.latitude)) AS latitude,
                   coalesce(opt(p.longitude_v2), opt(p.longitude)) AS longitude, 'searched' AS evidence_of,
                   'place searched for or used' AS method,
                   opt(CASE WHEN json_valid(p.place_result) THEN json_extract(p.place_result, '$.title_segment') END)
                       AS place, extra(p.place_result) AS extra
            FROM place p
            """,
        ),
        Query(
            Location,
            """
            SELECT m.rowid AS key, unix_ms(coalesce(json_extract(m.content, '$.meta.location.gps_time_ms'),
                       json_extract(m.content, '$.meta.time_ms'))) AS time,
                   json_extract(m.content, '$.meta.location.latitude') AS latitude,
                   json_extract(m.content, '$.meta.location.longitude') AS longitude,
                   json_extract(m.content, '$.meta.location.horizontal_accuracy') AS accuracy_m,
                   json_extract(m.content, '$.meta.location.speed') AS speed_mps,
                   'device_fix' AS evidence_of, 'sent with statistics of the app' AS method
            FROM message m
            """,
            skip={
                "CASE WHEN json_valid(m.content) THEN json_extract(m.content, '$.meta.location.latitude') END IS NULL":
                    "statistics without a position",
            },
        ),
    ],
    about="Places searched for in Uber, and positions of the phone that the app sent with its statistics. Times "
    "are UTC milliseconds since 1970.",
)  # fmt: skip
parser(
    "apps.life360.ios",
    title="Messages of Life360, iOS",
    files=["*/Messaging.sqlite"],
    queries=[
        Query(
            Message,
            """
            SELECT m.Z_PK AS key, cocoa_s(m.ZDATE) AS time, 'Life360' AS service, m.ZMESSAGETEXT AS body,
                   opt(CAST(m.ZSENDER AS TEXT)) AS counterpart, opt(CAST(m.ZTHREAD AS TEXT)) AS thread,
                   CASE opt(m.ZISLOCALLYDELETED) WHEN 1 THEN 'deleted on this phone' END AS status
            FROM ZCHATMESSAGE m
            """,
        ),
        Query(
            Location,
            """
            SELECT l.Z_PK AS key, cocoa_s(opt(l.ZDATE)) AS time, l.ZLATITUDE AS latitude, l.ZLONGITUDE AS longitude,
                   'shared' AS evidence_of, 'place in a message' AS method, opt(l.ZNAME) AS place
            FROM ZCHATMESSAGELOCATION l
            """,
            skip={"coalesce(l.ZLATITUDE, 0) = 0 AND coalesce(l.ZLONGITUDE, 0) = 0": "no position stored"},
        ),
    ],
    about="Messages of a family's circle, and places in them. Times are UTC seconds since 2001.",
)
parser(
    "apps.tile.ios",
    title="Tags of Tile, iOS",
    files=["*/com.thetileapp.tile-TileNetworkDB.sqlite"],
    queries=[
        Query(
            Location,
            """
            SELECT t.Z_PK AS key, cocoa_s(t.ZTIMESTAMP) AS time, t.ZLATITUDE AS latitude, t.ZLONGITUDE AS longitude,
                   'remote_object' AS evidence_of, 'tag' AS method, t.ZNAME AS whose, extra(t.ZIS_LOST) AS extra
            FROM ZTILENTITY_NODE t
            """,
            skip={"coalesce(t.ZLATITUDE, 0) = 0 AND coalesce(t.ZLONGITUDE, 0) = 0": "no position stored"},
        )
    ],
    about="Where the tags of Tile were last reported, by any passing phone. Times are UTC seconds since 2001.",
)
