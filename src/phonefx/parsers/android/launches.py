"""Further notes of app use: launches, energy, Samsung's logs, clipboards."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event

LAUNCHES = Query(
    Event,
    """
    SELECT e.rowid AS key, unix_ms(e.timestampMillis) AS time, 'app started' AS category, e.packageName AS app,
           extra(e.launchLocationId, e.predictionUiStateId) AS extra
    FROM EchoAppLaunchMetricsEvents e
    """,
)

parser(
    "android.launches",
    title="Starts of apps noted by Device Personalization, Android",
    variants=["Device Personalization"],
    files=["*/com.google.android.as/databases/SimpleStorage"],
    queries=[LAUNCHES],
    about="Apps started from the home screen, on Pixel and some other phones. Times are UTC milliseconds.",
)

USED = Query(
    Event,
    """
    SELECT b.rowid AS key, unix_ms(b.timestamp) AS time, 'energy used by an app, with the time zone' AS category,
           b.packageName AS app,
           'battery ' || b.batteryLevel || ' %' || coalesce(', zone ' || opt(b.zoneId), '') AS detail,
           extra(b.foregroundUsageTimeInMs, b.backgroundUsageTimeInMs, b.bootTimestamp, b.isHidden, b.drainType) AS
           extra
    FROM BatteryState b
    """,
    skip={"b.packageName IS NULL": "an entry of no app"},
)
RESUMED = Query(
    Event,
    """
    SELECT a.rowid AS key, unix_ms(a.timestamp) AS time, code(a.appUsageEventType, TYPES) AS category,
           a.packageName AS app, extra(a.taskRootPackageName, a.userId) AS extra
    FROM AppUsageEventEntity a
    """,
    words={"TYPES": {1: "app in focus", 2: "app out of focus", 3: "device shut down"}},
)

parser(
    "android.energy",
    title="Use of energy by apps, Android",
    variants=["version 4", "version 9"],
    files=[
        "*/com.google.android.settings.intelligence/databases/battery-usage-db-v*",
        "*/com.android.settings/databases/battery-usage-db-v*",
    ],
    queries=[USED, RESUMED],
    about="Which apps used energy in each hour, with the time zone, and apps going into and out of focus (Android 13 "
    "and later). Times are UTC milliseconds: for energy the end of the hour that is summed up.",
)

FOLDER = Query(
    Event,
    """
    SELECT h.rowid AS key, unix_any(h.timestamp) AS time, 'secure folder' AS category,
           'com.samsung.knox.securefolder' AS app, h.tag AS subject, h.message AS detail
    FROM HistoryLog h
    """,
)

parser(
    "android.samsung.secure_folder",
    title="Log of the secure folder, Samsung",
    variants=["Samsung"],
    files=["*/com.samsung.knox.securefolder/databases/history_log_database"],
    queries=[FOLDER],
    about="What was done in and with Samsung's secure folder. Times are UTC, the unit told by size. That there is such "
    "a log shows that a secure folder was made: its own data lie under another user of the phone.",
)

CLIPS = Query(
    Event,
    (
        """
        SELECT c.rowid AS key, unix_ms(c.timestamp) AS time, 'clipboard' AS category,
               'com.google.android.inputmethod.latin' AS app, c.text AS subject, opt(c.uri) AS detail,
               extra(c.item_type, c.entity_type) AS extra
        FROM clips c
        """,
    ),
)
SAMSUNG_CLIPS = Query(
    Event,
    """
    SELECT c.rowid AS key, unix_ms(c.time_stamp) AS time, 'clipboard' AS category,
           coalesce(opt(c.caller_package_name), opt('uid ' || c.caller_app_uid)) AS app, c.text AS subject,
           CASE opt(c.user_id) WHEN 150 THEN 'in the secure folder' END AS detail, extra(c.user_id, c.clip_type) AS
           extra
    FROM clip_table c
    """,
)

parser(
    "android.clipboard",
    title="Clipboards of keyboards, Android",
    variants=["Gboard", "Samsung keyboard", "Samsung keyboard, older"],
    files=[
        "*/com.google.android.inputmethod.latin/databases/gboard_clipboard.db",
        "*/com.samsung.android.honeyboard/databases/ClipItem.db",
    ],
    queries=[CLIPS, SAMSUNG_CLIPS],
    about="Texts that were copied, as the keyboards of Google and Samsung keep them. Times are UTC milliseconds. Most "
    "vanish after an hour unless they were pinned.",
)
