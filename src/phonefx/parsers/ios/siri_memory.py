"""What Siri and the suggestions remember: requests to apps, places and names found in texts."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event, Location

DIRECTIONS = {0: "not stated", 1: "outgoing", 2: "incoming"}
INTENTS = Query(
    Event,
    """
    SELECT i.rowid AS key, unix_s(i.start_date) AS time,
           'request to an app (Siri), ' || CASE opt(i.direction) WHEN 1 THEN 'outgoing' WHEN 2 THEN 'incoming'
               ELSE 'direction not stated' END AS category,
           opt((SELECT a.bundle_id FROM apps a WHERE a.id = i.app_id)) AS app,
           coalesce(opt(i.intent_verb), opt(i.intent_class)) AS subject,
           extra(i.direction, i.donated_by_siri, i.domain, i.app_id) AS extra
    FROM intents i
    """,
)

parser(
    "ios.siri.requests",
    title="Requests to apps that Siri remembers, iOS",
    files=["*/com.apple.siri.inference/siriremembers*.sqlite3"],
    queries=[INTENTS],
    about="Messages and calls that apps told Siri of, iOS 14 to 18, without their text. Times are UTC seconds "
    "since 1970.",
)

PLACES = Query(
    Location,
    """
    SELECT l.rowid AS key, unix_s(opt((SELECT s.seconds_from_1970 FROM sources s WHERE s.id = l.source_id))) AS time,
           l.cll_latitude_degrees AS latitude, l.cll_longitude_degrees AS longitude, 'searched' AS evidence_of,
           'place found in a text, by ' || coalesce(opt((SELECT s.bundle_id FROM sources s WHERE s.id = l.source_id)),
               'an app that is not stored') AS method,
           coalesce(opt(l.clp_name), opt(l.lc_name)) AS place,
           extra(l.clp_thoroughfare, l.clp_locality, l.clp_postalCode, l.clp_country, l.source_id) AS extra
    FROM loc_records l
    """,
    skip={"coalesce(l.cll_latitude_degrees, 0) = 0 AND coalesce(l.cll_longitude_degrees, 0) = 0": "no position stored"},
)
NAMES = Query(
    Event,
    """
    SELECT n.rowid AS key, unix_s(opt((SELECT s.seconds_from_1970 FROM sources s WHERE s.id = n.source_id))) AS time,
           'name found in a text' AS category,
           opt((SELECT s.bundle_id FROM sources s WHERE s.id = n.source_id)) AS app, n.name AS subject,
           extra(n.category, n.source_id) AS extra
    FROM ne_records n
    """,
)

parser(
    "ios.suggestions",
    title="Places and names found in texts (suggestions), iOS",
    files=["*/PersonalizationPortrait/PPSQLDatabase.db"],
    queries=[PLACES, NAMES],
    about="Places and names that the phone took from texts which the user read or wrote, iOS 12 to 18: neither "
    "stays nor contacts. Times are UTC seconds since 1970, of the text.",
    variants=["iOS 12, names", "iOS 14"],
)

PEERS = Query(
    Event,
    """
    SELECT d.rowid AS key, unix_s(opt(d.last_sync_date)) AS time, 'device of the account' AS category,
           coalesce(opt(d.name), d.device_identifier) AS subject, opt(d.model) AS detail,
           extra(d.device_identifier, d.platform, d.me) AS extra
    FROM DevicePeer d
    """,
)

parser(
    "ios.biome.devices",
    title="Other devices of the account (Biome), iOS",
    files=["*/Biome/sync/sync.db"],
    queries=[PEERS],
    about="Devices whose streams are synced to this phone, iOS 16 to 18: they explain the `remote` streams of "
    "Biome. The time is the last syncing, UTC seconds since 1970.",
)

TRUSTED = """
    SELECT d.rowid AS key, cocoa_s(opt(d.last_updated_date)) AS time, '{}' AS category,
           coalesce(d.name, d.model) AS subject, opt(d.model || ' ' || d.os_version) AS detail,
           extra(d.serial_number, d.trusted, d.os_version, d.model) AS extra
    FROM {} d
"""
DEVICES = Query(Event, TRUSTED.format("device of the account", "device_list"))
REMOVED = Query(Event, TRUSTED.format("device removed from the account", "deleted_device_list"))

parser(
    "ios.account.devices",
    title="Devices signed in to the account, iOS",
    files=["*/com.apple.akd/devicelist.db"],
    queries=[DEVICES, REMOVED],
    about="Devices that are or were signed in to the Apple account, iOS 14 to 18. Times are UTC seconds since 2001.",
)
