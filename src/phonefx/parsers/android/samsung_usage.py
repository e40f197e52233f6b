"""Uses and crashes of apps that Samsung's own apps note: Smart Manager and Samsung Members."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import App, Event

USES = Query(
    Event,
    """
    SELECT u.rowid AS key, unix_ms(u.start_time) AS time, unix_ms(u.end_time) AS end, 'app in use' AS category,
           u.package_name AS app, extra(u.uploaded, u.created_at, u.modified_at) AS extra
    FROM usage_log u
    """,
)
CRASHES = Query(
    Event,
    """
    SELECT c.rowid AS key, unix_ms(c.crash_time) AS time, 'app crashed' AS category, c.package_name AS app
    FROM crash_info c
    """,
)

parser(
    "android.samsung.manager",
    title="Uses and crashes of apps noted by Smart Manager, Samsung",
    variants=["uses", "crashes"],
    files=["*/com.samsung.android.sm{,.provider}/databases/{lowpowercontext-system-db,sm.db}"],
    queries=[USES, CRASHES],
    about="From when to when an app was in use, and when one crashed. Times are UTC milliseconds.",
)

EVENTS = Query(
    Event,
    """
    SELECT e.rowid AS key, unix_ms(e.created_at) AS time, e.type AS category, 'Samsung Members' AS app,
           e.value AS detail, extra(e.in_snapshot) AS extra
    FROM device_events e
    """,
)
KNOWN = Query(
    App,
    """
    SELECT a.rowid AS key, a.package_name AS identifier, a.display_name AS name, 'known to Samsung Members' AS detail,
           extra(a.last_used, a.system_app, a.sha1, a.classification) AS extra
    FROM android_app a
    """,
)
USED = Query(
    Event,
    """
    SELECT a.rowid AS key, unix_ms(a.last_used) AS time, 'app last used' AS category, a.package_name AS app,
           a.display_name AS subject
    FROM android_app a
    """,
    only="a.last_used > 0",
)

parser(
    "android.samsung.members",
    title="Events of the phone noted by Samsung Members",
    variants=["events", "apps"],
    files=["*/com.samsung.oh/databases/com_pocketgeek_sdk{,_app_inventory}.db"],
    queries=[EVENTS, KNOWN, USED],
    about="Events of the phone as Samsung Members names them, and the apps it knows with the time each was last used. "
    "Times are UTC milliseconds.",
)
