"""Use of the phone, from databases: apps in focus, battery and zone, notifications, file transfers."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import App, Event

EVENTS: Final = {
    1: "app in focus", 2: "app out of focus", 3: "end of day", 4: "continued from the day before",
    5: "configuration changed", 6: "used by the system", 7: "used by the user", 8: "shortcut used",
        9: "share target chosen",
    10: "notification seen", 11: "standby bucket changed", 12: "notification interrupted", 15: "screen on",
        16: "screen off",
    17: "lock screen shown", 18: "lock screen gone", 19: "foreground service started", 20: "foreground service stopped",
    21: "foreground service continued", 22: "foreground service carried over", 23: "activity stopped",
    24: "activity destroyed", 25: "written to disk", 26: "device shut down", 27: "device started", 28: "user unlocked",
    29: "user stopped", 30: "conversation shown", 31: "app component used",
}  # fmt: skip


def _used(table: str, key: str, time: str, kind: str, app: str, extra: str) -> Query:
    """A table of events of apps, screen and lock, whose codes are those of the usage statistics."""
    return Query(
        Event,
        f"""
        SELECT {key} AS key, unix_ms(e.{time}) AS time, code(e.{kind}, EVENTS) AS category, ({app}) AS app,
               extra({extra}) AS extra
        FROM {table} e
        """,
        words={"EVENTS": EVENTS},
    )


WELLBEING = _used(
    "events", "e._id", "timestamp", "type",
    "SELECT p.package_name FROM packages p WHERE p._id = e.package_id", "e.instance_id, e.task_root_package_id",
)  # fmt: skip
KNOWN = Query(
    App,
    """
    SELECT p._id AS key, p.package_name AS identifier, 'known to Digital Wellbeing' AS detail FROM packages p
    """,
)

parser(
    "android.wellbeing",
    title="App use kept by Digital Wellbeing, Android",
    variants=["version 11"],
    files=["*/com.google.android.apps.wellbeing/databases/app_usage"],
    queries=[WELLBEING, KNOWN],
    about="Apps going into and out of focus, notifications, lock screen, starts and stops of the device, for some "
    "weeks. Times are UTC milliseconds. An app in focus says that its screen was shown, not who looked at it; "
    "`lock screen gone` is also written where no lock is set. The list of apps includes some that were "
    "removed.",
    tested={"android_apps_plaso": 11727},
)

BATTERY: Final = {0: "not charging", 1: "charging fast", 2: "charging slowly", 3: "charging wirelessly"}
TURBO = Query(
    Event,
    """
    SELECT b.rowid AS key, unix_ms(b.timestamp_millis) AS time, 'battery and time zone' AS category,
           '' || code(b.charge_type, BATTERY) AS subject, b.battery_level || ' %, zone ' || b.timezone AS detail,
           extra(b.battery_saver, b.place_key) AS extra
    FROM battery_event b
    """,
    words={"BATTERY": BATTERY},
)

parser(
    "android.battery",
    title="Battery events with the time zone, Android",
    variants=["Device Health Services"],
    files=["*/com.google.android.apps.turbo/databases/turbo.db"],
    queries=[TURBO],
    about="Charging and battery level with the time zone that the phone was set to at that moment: a history of the "
    "zone. Times are UTC milliseconds.",
)

SAMSUNG = _used(
    "usageEvents", "e.rowid", "timeStamp", "eventType",
    "SELECT p.name FROM opt_table(foundPackages, pkgId, name) p WHERE p.pkgId = e.pkgId", "e.eventId, e.pkgId",
)  # fmt: skip

_NEW_ZONE = "instr(l.Value, 'newTimezone(')"
ZONES = Query(
    Event,
    f"""
    SELECT l.rowid AS key, unix_any(l.timeStamp) AS time, 'time zone changed' AS category,
           trim(substr(l.Value, 1, {_NEW_ZONE} - 1), ' ,') AS subject,
           trim(substr(l.Value, {_NEW_ZONE} + length('newTimezone(')), ' )') AS detail, extra(l.key, l.Value) AS extra
    FROM Logging l
    """,
    skip={f"l.key NOT LIKE '%timeZoneChanged%' OR coalesce({_NEW_ZONE}, 0) = 0": "a line of another kind"},
)

parser(
    "android.samsung.wellbeing",
    title="App use kept by Samsung",
    variants=["Samsung"],
    files=["*/com.samsung.android.forest/databases/dwbCommon.db"],
    queries=[SAMSUNG, ZONES],
    about="App use as Samsung's Digital Wellbeing keeps it, and each change of the time zone that it noted. Times are "
    "UTC milliseconds. The meaning of the event types is that of Android; no public source states them for this table.",
)

CONTEXT = Query(
    Event,
    """
    SELECT u.rowid AS key, unix_ms(u.starttime) AS time, unix_ms(u.stoptime) AS end, 'app in focus' AS category,
           u.app_id AS app, extra(u.duration) AS extra
    FROM use_app u
    """,
)

parser(
    "android.samsung.context",
    title="App use in the context log, Samsung",
    variants=["Samsung to about Android 8"],
    files=["*/com.samsung.android.providers.context/databases/ContextLog.db"],
    queries=[CONTEXT],
    about="Apps in focus from start to stop, older Samsung phones. Times are UTC milliseconds.",
)

LOGGED = Query(
    Event,
    """
    SELECT l.rowid AS key, unix_ms(l.event_time_ms) AS time, 'notification' AS category, l.pkg AS app,
           extra(l.nid, l.tag, l.channel, l.event_type, l.user_id) AS extra
    FROM log l
    """,
)

parser(
    "android.notifications.log",
    title="Log of notifications, Android",
    variants=["Android 4 to 10"],
    files=["*/data/system/notification_log.db"],
    queries=[LOGGED],
    about="Which app posted notifications, and when; without their text. Times are UTC milliseconds.",
)

TRANSFERS = Query(
    Event,
    """
    SELECT t._id AS key, unix_ms(t.timestamp) AS time, code(t.direction, WAYS) AS category, t.hint AS subject,
           t.destination AS detail, 'com.android.bluetooth' AS app,
           extra(t.uri, t._data, t.mimetype, t.status, t.total_bytes, t.current_bytes) AS extra
    FROM btopp t
    """,
    words={"WAYS": {0: "file sent over Bluetooth", 1: "file received over Bluetooth"}},
)

parser(
    "android.bluetooth.transfers",
    title="Files sent and received over Bluetooth, Android",
    variants=["Android 4 and later"],
    files=["*/com.android.bluetooth/databases/btopp.db"],
    queries=[TRANSFERS],
    about="Files offered over Bluetooth with the other device's address (`detail`). Times are UTC milliseconds. "
    "Status 200 is a transfer that was completed; others were not.",
)
