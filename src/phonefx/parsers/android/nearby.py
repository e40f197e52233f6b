"""Networks, cars, tags and weather near an Android phone: signs of where it was that name no place of the phone."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Location, Network

REPORTS = Query(
    Network,
    """
    SELECT r.rowid AS key, unix_ms(coalesce(opt(r.timestamp_millis), opt(r.timestamp), opt(r.created_ms))) AS time,
           'wifi' AS medium, coalesce(opt(r.ssid), opt(r.SSID)) AS name,
           coalesce(opt(r.bssid), opt(r.BSSID)) AS address, 'quality of a network, reported by Google' AS detail,
           extra(r.security, r.network_type, r.latency_micros, r.throughput) AS extra
    FROM local_reports r
    """,
)
RECENT = Query(
    Network,
    """
    SELECT r.rowid AS key, unix_ms(coalesce(opt(r.last_seen_millis), opt(r.timestamp), opt(r.last_use))) AS time,
           'wifi' AS medium, coalesce(opt(r.ssid), opt(r.SSID)) AS name,
           coalesce(opt(r.bssid), opt(r.BSSID)) AS address, 'recently used network, kept by Google' AS detail
    FROM lru_table r
    """,
)

parser(
    "android.networks.quality",
    title="Networks whose quality Google noted, Android",
    variants=["created_ms", "timestamp_millis", "timestamp"],
    files=["*/com.google.android.gms/databases/herrevad"],
    queries=[REPORTS, RECENT],
    about="Wi-Fi networks that the phone was joined to, as Google Play services noted them. Times are UTC "
    "milliseconds. The columns differ between versions; what a version lacks is left empty. There is no position in "
    "it.",
)

TAGS = Query(
    Network,
    """
    SELECT d.rowid AS key, unix_ms(d.lastUpdatedTimestampMillis) AS time, unix_ms(d.creationTimestampMillis) AS first,
           'bluetooth' AS medium, d.macAddress AS address,
           'tracker tag that moved with the phone, type ' || coalesce(d.deviceType, 'not stated') AS detail,
           extra(d.alertStatus, d.alertLifecycleId) AS extra
    FROM DeviceData d
    """,
)
SCANS = Query(
    Network,
    """
    SELECT s.rowid AS key, unix_ms(s.creationTimestampMillis) AS time, 'bluetooth' AS medium, s.macAddress AS address,
           'tracker tag heard' AS detail, extra(s.state, s.locationScan) AS extra
    FROM Scan s
    """,
)

parser(
    "android.tags",
    title="Unknown tracker tags noted by Google, Android",
    variants=["Play services of 2023"],
    files=["*/com.google.android.gms/databases/personalsafety_db"],
    queries=[TAGS, SCANS],
    about="Tracker tags of others that the phone heard near it, which may mean that its owner was followed. Times are "
    "UTC milliseconds. The position that each scan keeps is in a layout that is not public: its bytes stand in the "
    "further values.",
)

CARS = Query(
    Network,
    """
    SELECT c.rowid AS key, unix_ms(c.connectiontime) AS time, 'bluetooth' AS medium,
           trim(coalesce(c.manufacturer, '') || ' ' || coalesce(c.model, '')) AS name, c.bluetoothaddress AS address,
           'car joined through Android Auto' AS detail, extra(c.wifissid, c.vehicleidclient, c.modelyear) AS extra
    FROM allowedcars c
    """,
)

parser(
    "android.cars",
    title="Cars used with Android Auto",
    variants=["Android Auto"],
    files=["*/com.google.android.projection.gearhead/databases/carservicedata.db"],
    queries=[CARS],
    about="Cars that the phone was joined to, with the UTC time of the last connection in milliseconds: the phone was "
    "in or at that car then. There is no position in it.",
)

THINGS = Query(
    Network,
    """
    SELECT d.rowid AS key, unix_ms(d.timeStamp) AS time, 'bluetooth' AS medium, d.deviceName AS name,
           coalesce(opt(nullif(d.btMac, '')), opt(nullif(d.bleMac, '')), opt(nullif(d.wifiMac, '')),
           opt(nullif(d.p2pMac, ''))) AS address, 'device known to SmartThings' AS detail,
           extra(d.netType, d.deviceType, d.discoveryType) AS extra
    FROM devices d
    """,
)

parser(
    "android.samsung.things",
    title="Devices known to SmartThings, Samsung",
    variants=["Bluetooth", "Wi-Fi and Wi-Fi Direct"],
    files=["*/com.samsung.android.oneconnect/databases/QcDB.db"],
    queries=[THINGS],
    about="Devices around the phone that Samsung's SmartThings noted. Times are UTC milliseconds.",
)

WEATHER = Query(
    Location,
    """
    SELECT w.rowid AS key, unix_ms(CAST(opt(w.COL_WEATHER_UPDATE_TIME) AS INTEGER)) AS time,
           CAST(opt(w.COL_WEATHER_LATITUDE) AS REAL) AS latitude,
           CAST(opt(w.COL_WEATHER_LONGITUDE) AS REAL) AS longitude,
           'coarse_context' AS evidence_of,
           CASE WHEN w.COL_WEATHER_KEY LIKE '%current%' THEN 'weather for the current position'
           ELSE 'weather for a place that was added' END AS method,
           trim(coalesce(w.COL_WEATHER_NAME, '') || ', ' || coalesce(opt(w.COL_WEATHER_STATE), '') || ', ' ||
           coalesce(opt(w.COL_WEATHER_COUNTRY), ''), ', ') AS place,
           extra(w.COL_WEATHER_KEY, w.COL_WEATHER_TIMEZONE, w.COL_WEATHER_TIME) AS extra
    FROM TABLE_WEATHER_INFO w
    """,
)

parser(
    "android.samsung.weather",
    title="Places of the weather app, Samsung",
    variants=["Samsung"],
    files=["*/com.sec.android.daemonapp/databases/WeatherClock"],
    queries=[WEATHER],
    about="Towns for which the weather was fetched; an entry for the current position says that the phone asked for "
    "the weather of that town. Times are UTC milliseconds of the last fetch. A town, never a position of the phone.",
)

_SELECTED: Final = {1: "weather for the current position", 0: "weather for a place that was added"}
CITIES = Query(
    Location,
    """
    SELECT c.rowid AS key, CAST(c.latitude AS REAL) AS latitude, CAST(c.longtitude AS REAL) AS longitude,
           'coarse_context' AS evidence_of, code(c.flag, SELECTED) AS method,
           trim(coalesce(c.name, '') || ', ' || coalesce(opt(c.street_name), '') || ', ' ||
                coalesce(opt(c.belongings), ''), ', ') AS place,
           extra(c.posID, c.position, c.extra, c.locale) AS extra
    FROM selectedcity c
    """,
    words={"SELECTED": _SELECTED},
)

parser(
    "android.xiaomi.weather",
    title="Places of the weather app, Xiaomi",
    variants=["Xiaomi"],
    files=["*/com.miui.weather2/databases/weather.db"],
    queries=[CITIES],
    about="Places for which the weather is shown; the one of the current position says for which place the phone asked "
    "last. They carry no time. A place, never a position of the phone.",
)
