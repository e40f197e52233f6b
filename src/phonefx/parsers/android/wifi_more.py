"""Wi-Fi networks that makers and carriers note beside the system: Samsung, Verizon."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Network

CONFIGS = Query(
    Network,
    """
    SELECT c._ID AS key, unix_ms(CAST(opt(c.CREATION_TIME) AS INTEGER)) AS first, 'wifi' AS medium,
           substr(c.CONFIG_KEY, 2, length(rtrim(c.CONFIG_KEY, replace(c.CONFIG_KEY, char(34), ''))) - 2) AS name,
           'saved; ' || c.CONFIG_KEY AS detail,
           extra(c.CONFIG_KEY, c.NETWORK_SCORE, c.CAPTIVE_PORTAL, c.NO_INTERNET_ACCESS_EXPECTED,
                 c.NETWORK_DISABLE_REASON) AS extra
    FROM configs c
    """,
)
SESSIONS = Query(
    Network,
    """
    SELECT w.rowid AS key, unix_ms(w.timestamp) AS time, 'wifi' AS medium,
           CASE WHEN json_valid(w.data) THEN json_extract(w.data, '$.wifiinfo.ssid') END AS name,
           CASE WHEN json_valid(w.data) THEN json_extract(w.data, '$.wifiinfo.bssid') END AS address,
           'noted by the carrier: ' || coalesce(w.event, w.eventid) AS detail, extra(w.eventid, w.data) AS extra
    FROM TABLERDDWIFIDATA w
    """,
)

parser(
    "android.samsung.wifi_configs",
    title="Saved Wi-Fi networks, Samsung's own store",
    variants=["Samsung"],
    files=["*/data/system/WifiConfigStore.db"],
    queries=[CONFIGS],
    about="Networks that were saved on the phone, as Samsung's part of the system notes them. The time is that of "
    "the saving, UTC milliseconds, where it is stored. Saved does not mean joined.",
)
parser(
    "android.verizon.wifi",
    title="Wi-Fi sessions noted by the carrier, Verizon",
    variants=["Verizon"],
    files=["*/com.verizon.mips.services/databases/RDD_WIFI_DATA_DATABASE"],
    queries=[SESSIONS],
    about="Wi-Fi sessions that the carrier's service noted, with the access point and, in the further values, the "
    "cell. Times are UTC milliseconds. An access point near the phone, no position.",
)
