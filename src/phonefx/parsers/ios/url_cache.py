"""What apps of an iPhone loaded from the web, as their URL cache keeps it."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import WebVisit

LOADED = Query(
    WebVisit,
    """
    SELECT r.entry_ID               AS key,
           unix_s(unixepoch(r.time_stamp)) AS time,
           'loaded by an app'       AS action,
           r.request_key            AS url,
           CASE WHEN d.isDataOnFS = 1 THEN 'fsCachedData/' || CAST(d.receiver_data AS TEXT) END AS path,
           json_object('time_stamp', r.time_stamp, 'bytes', CASE WHEN d.isDataOnFS = 0 THEN length(d.receiver_data) END)
                                    AS extra
    FROM cfurl_cache_response r
    LEFT JOIN opt_table(cfurl_cache_receiver_data, entry_ID, isDataOnFS, receiver_data) d ON d.entry_ID = r.entry_ID
    """,
)

parser(
    "ios.web.cache",
    title="Addresses that apps loaded, iOS",
    files=["*/Library/Caches/*/Cache.db"],
    queries=[LOADED],
    about="Addresses that an app loaded and kept an answer of, iOS 5 to 18; the folder names the app. An app "
    "loads much that nobody looked at, but its addresses may hold searches, ids of conversations and "
    "coordinates. Times are UTC, stored as text in whole seconds.",
    tested={"ios15_ffs": 104},
)
