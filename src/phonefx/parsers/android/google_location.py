"""Positions kept by Google on Android: the on-device Timeline, Maps, old location caches."""

from collections.abc import Iterator
from typing import Final

from phonefx.formats import locationcache
from phonefx.formats.protobuf import Message as Protobuf
from phonefx.parsers.query import Query
from phonefx.parsers.reading import watched
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Event, Location, Network, Record, Search, Skip, Visit
from phonefx.times import moment

_E7: Final = 1e7


def e7(blob: bytes | None, field: int) -> float | None:
    """Give one coordinate of the visit in a segment: field path 3, 1, 4, 5, ten-millionths of a degree."""
    if blob is None:
        return None
    value = Protobuf(blob).message(3, 1, 4, 5).integer(field, 32)
    return None if value is None else value / _E7


SEGMENTS = Query(
    Visit,
    """
    SELECT s.rowid                            AS key,
           unix_s(s.start_timestamp_seconds)  AS time,
           unix_s(s.end_timestamp_seconds)    AS departed,
           e7(s.semantic_segment, 1)          AS latitude,
           e7(s.semantic_segment, 2)          AS longitude,
           'device_inferred'                  AS evidence_of,
           extra(s.segment_id, s.segment_type, s.hierarchy_level, s.shown_in_timeline, s.is_finalized,
                 s.obfuscated_gaia_id)        AS extra
    FROM semantic_segment_table s
    """,
    skip={"e7(s.semantic_segment, 1) IS NULL": "a segment without a place that is understood (a movement)"},
)
EDITED = Query(
    Event,
    """
    SELECT s.rowid AS key, unix_s(s.start_timestamp_seconds) AS time, unix_s(s.end_timestamp_seconds) AS end,
           'Timeline edited by the user' AS category, 'com.google.android.gms' AS app,
           extra(s.segment_id, s.segment_type, s.is_edit_uploaded, s.block_start_timestamp_seconds,
           s.obfuscated_gaia_id) AS extra
    FROM edited_segment_table s
    """,
)

parser(
    "android.google_timeline",
    title="Google Timeline kept on the phone, Android",
    variants=["Play services of 2024"],
    files=["*/com.google.android.gms/databases/odlh-storage.db"],
    queries=[SEGMENTS, EDITED],
    functions={"e7": e7},
    about="Visits that Google inferred from the phone's positions (since 2024 on the phone alone). Times are UTC "
    "seconds. Inferred, with a probability that is not read; the layout is not public and only the place of a "
    "visit is known. The user can edit the Timeline: edited segments are listed as events.",
)

DESTINATIONS = Query(
    Location,
    """
    SELECT d.rowid AS key, unix_ms(d.time) AS time, d.dest_lat / 1e6 AS latitude, d.dest_lng / 1e6 AS longitude,
           'destination' AS evidence_of, 'navigation asked for' AS method,
           coalesce(nullif(d.dest_title, ''), nullif(d.dest_address, '')) AS place, extra(d.dest_address) AS extra
    FROM destination_history d
    """,
)
STARTS = Query(
    Location,
    """
    SELECT d.rowid AS key, unix_ms(d.time) AS time, d.source_lat / 1e6 AS latitude, d.source_lng / 1e6 AS longitude,
           'destination' AS evidence_of, 'start of the route, set by the app or typed' AS method
    FROM destination_history d
    """,
    needs="d.source_lat",
    only="coalesce(d.source_lat, 0) <> 0 OR coalesce(d.source_lng, 0) <> 0",
)

parser(
    "apps.google_maps.destinations",
    title="Destinations of navigation, Google Maps",
    variants=["to about 2016"],
    files=["*/com.google.android.apps.maps/databases/da_destination_history"],
    queries=[DESTINATIONS, STARTS],
    about="Places that navigation was asked for, with the start of the route, Google Maps up to about 2016. Times "
    "are UTC milliseconds. That a route was asked for does not show that it was travelled, and the start need "
    "not have been measured.",
)

LABELS: Final = {"0:0": "labelled Home", "1:0": "labelled Work"}
PLACES = Query(
    Location,
    """
    SELECT s.rowid AS key, unix_ms(s.timestamp) AS time, s.latitude / 1e6 AS latitude, s.longitude / 1e6 AS longitude,
           'saved_place' AS evidence_of,
           CASE s.key_string WHEN '0:0' THEN 'labelled Home' WHEN '1:0' THEN 'labelled Work'
                ELSE saved_label(s.sync_item) END AS place, extra(s.key_string, s.corpus) AS extra
    FROM sync_item s
    """,
    skip={"coalesce(s.latitude, 0) = 0 AND coalesce(s.longitude, 0) = 0": "no place in it"},
)


def saved_label(blob: bytes | None) -> str | None:
    """Give label and address of a saved place: fields 6.7 and 6.2."""
    if blob is None:
        return None
    place = Protobuf(blob).message(6)
    return ", ".join(text for text in (place.text(7), place.text(2)) if text) or None


parser(
    "apps.google_maps.saved",
    title="Saved and labelled places, Google Maps",
    variants=["gmm_myplaces.db"],
    files=["*/com.google.android.apps.maps/databases/gmm_myplaces.db"],
    queries=[PLACES],
    functions={"saved_label": saved_label},
    about="Places that the user saved or labelled. Times are UTC milliseconds of the last change. A label `Home` is "
    "what the user set; it does not show who lives there.",
)

SUGGESTIONS = Query(
    Search,
    """
    SELECT s.rowid AS key, unix_ms(s.timestamp) AS time, s.data1 AS query, 'com.google.android.apps.maps' AS
           app, extra(s.latitude, s.longitude, s.data2, s.data3, s.singleResult, s.displayQuery) AS extra FROM
           suggestions s
    """,
)
SUGGESTED = Query(
    Location,
    """
    SELECT s.rowid AS key, unix_ms(s.timestamp) AS time, s.latitude / 1e6 AS latitude, s.longitude / 1e6 AS
           longitude, 'searched' AS evidence_of, s.data1 AS place FROM suggestions s
    """,
    needs="s.latitude",
    only="abs(coalesce(s.latitude, 0) + 0.0) BETWEEN 1 AND 90000000",
)

parser(
    "apps.google_maps.searches",
    title="Searches, Google Maps before about 2016",
    variants=["to about 2016"],
    files=["*/com.google.android.apps.maps/databases/search_history.db"],
    queries=[SUGGESTIONS, SUGGESTED],
    about="Words and places searched for in Google Maps. Times are UTC milliseconds. A place that was searched for "
    "is not a place where the phone was.",
)


def recent(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the places of a cache of recent searches or routes; its layout is known from public research alone."""
    navigated = opened.path.endswith("navigated.cs")
    stored = Protobuf(opened.content.data[8:])
    opened.content.damage = stored.damage
    for number, entry in enumerate(stored.messages(1)):
        place = entry.message(4)
        point, time = place.message(5), moment(entry.integer(2), "unix_us")
        text, latitude, longitude = place.text(1), point.double(3), point.double(4)
        if not text and latitude is None:
            yield Skip(number, "no place that is understood")
        elif latitude is None or longitude is None:
            yield Search(key=number, time=time, query=text, app="com.google.android.apps.maps", extra=entry.text(11))
        else:
            yield Location(
                key=number,
                time=time,
                latitude=latitude,
                longitude=longitude,
                evidence_of="destination" if navigated else "searched",
                place=text,
            )


parser(
    "apps.google_maps.recent",
    title="Recent searches and routes, Google Maps",
    variants=["routes", "searches"],
    files=["*/com.google.android.apps.maps/files/new_recent_history_cache_{search,navigated}.cs"],
    read=watched,
    records=recent,
    about="Places recently searched for, or to which a route was asked for. Times are UTC microseconds. The layout "
    "is not public; entries that do not fit it are skipped with that reason.",
)


def anchors(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the cells or access points of the cache, each with the network's estimate of its own place."""
    wifi = opened.path.endswith("wifi")
    for entry in opened.content.entries:
        time = moment(entry.read_ms, "unix_ms")
        yield Network(key=entry.offset, time=time, medium="wifi" if wifi else "cell", address=entry.key,
                      detail="its place was asked for or used")  # fmt: skip
        if entry.accuracy_m >= 0:
            yield Location(
                key=entry.offset,
                time=time,
                latitude=entry.latitude,
                longitude=entry.longitude,
                accuracy_m=entry.accuracy_m,
                evidence_of="network_anchor",
                method=f"{'access point' if wifi else 'cell'} {entry.key}",
            )


parser(
    "android.location_cache",
    title="Cache of cells and access points, Android up to 4",
    variants=["Android 4, cells", "Android 4, access points"],
    files=["*/com.google.android.location/files/cache.{cell,wifi}/cache.{cell,wifi}"],
    read=locationcache.read,
    records=anchors,
    about="Cells and access points near the phone with the place that Google held for each. Times are UTC "
    "milliseconds of the fetch. The place is that of the cell or access point as the network estimated it, "
    "not that of the phone.",
)

CACHED = Query(
    Location,
    """
    SELECT c.rowid AS key, unix_ms(c.timestamp) AS time, c.latitude AS latitude, c.longitude AS longitude,
           c.accuracy AS accuracy_m, c.altitude AS altitude_m, c.speed AS speed_mps, c.heading AS course_deg,
           'device_fix' AS evidence_of, 'given to a web page' AS method
    FROM CachedPosition c
    """,
)

parser(
    "android.browser.position",
    title="Last position given to a web page, Android up to 4",
    variants=["Android 4"],
    files=["*/com.android.browser/app_geolocation/CachedGeoposition.db"],
    queries=[CACHED],
    about="The last position of the phone that the old browser gave to a page. Times are UTC milliseconds.",
)

GEOFENCES = Query(
    Location,
    """
    SELECT g.rowid AS key, unix_ms(g.time) AS time, g.latitude AS latitude, g.longitude AS longitude,
           'network_anchor' AS evidence_of, 'access point ' || coalesce(g.bssid, g.config_key) AS method,
           g.config_key AS place, extra(g.time_major, g.latitude_major, g.longitude_major, g.location_id,
           g.network_id) AS extra
    FROM geofence_wifi g
    """,
    skip={"coalesce(g.latitude, 1000) IN (1000, -1, 0)": "no position stored for this network"},
)

parser(
    "android.samsung.wifi_geofence",
    title="Places stored for Wi-Fi networks, Samsung",
    variants=["Samsung"],
    files=["*/data/system/wifigeofence.db"],
    queries=[GEOFENCES],
    about="Positions that the phone stored for networks it had saved. Times are UTC milliseconds. The position "
    "stands for the network; when and how it was measured is not stored.",
)
