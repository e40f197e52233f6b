"""Powerlog: the phone's own log of what used its battery: apps on the screen, camera, sound, time zones."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import App, DeviceFact, Event

OFFSET = """coalesce(
               opt((SELECT o.system FROM PLStorageOperator_EventForward_TimeOffset o WHERE o.timestamp <= t.timestamp
                    ORDER BY o.timestamp DESC LIMIT 1)),
               opt((SELECT o.system FROM PLStorageOperator_EventForward_TimeOffset o ORDER BY o.timestamp LIMIT 1)))"""
TIME = f"unix_s(t.timestamp + {OFFSET})"
STORED = f"'timestamp', t.timestamp, 'correction', {OFFSET}"


def events(table: str, category: str, app: str = "NULL", subject: str = "NULL", detail: str = "NULL") -> Query:
    """The rows of one table as events, their times put right by the log's own table of offsets."""
    return Query(
        Event,
        f"""
        SELECT t.rowid AS key, {TIME} AS time, '{category}' AS category, {app} AS app, {subject} AS subject,
               {detail} AS detail, json_object({STORED}) AS extra
        FROM {table} t
        """,
        skip={f"{OFFSET} IS NULL": "its time cannot be told: the log's table of offsets is missing"},
    )


APPS = Query(
    App,
    f"""
    SELECT t.rowid AS key, unix_s(opt(nullif(t.AppDeletedDate, 0))) AS removed, t.AppBundleId AS identifier,
           opt(t.AppName) AS name, coalesce(opt(t.AppBundleVersion), opt(t.AppBuildVersion)) AS version,
           'listed in Powerlog' AS detail, json_object({STORED}, 'type', opt(t.AppType)) AS extra
    FROM PLApplicationAgent_EventNone_AllApps t
    """,
)
USED = Query(
    Event,
    f"""
    SELECT t.rowid AS key, {TIME} AS time, 'use of an app in an hour' AS category, t.BundleID AS app,
           'on the screen ' || CAST(opt(t.ScreenOnTime) AS INTEGER) || ' s' AS subject,
           'in the background ' || CAST(opt(t.BackgroundTime) AS INTEGER) || ' s' AS detail,
           json_object({STORED}) AS extra
    FROM PLAppTimeService_Aggregate_AppRunTime t
    """,
    skip={f"{OFFSET} IS NULL": "its time cannot be told: the log's table of offsets is missing"},
)
ZONES = Query(
    DeviceFact,
    f"""
    SELECT t.rowid AS key, {TIME} AS time, 'time zone' AS name,
           coalesce(opt(t.TimeZoneName), opt(CAST(t.SecondsFromGMT AS TEXT))) AS value,
           json_object({STORED}, 'SecondsFromGMT', opt(t.SecondsFromGMT), 'CountryCode', opt(t.CountryCode)) AS extra
    FROM PLLocaleAgent_EventForward_TimeZone t
    """,
)
CONFIG = Query(
    DeviceFact,
    f"""
    SELECT t.rowid AS key, {TIME} AS time, 'build' AS name, t.Build AS value, json_object({STORED}) AS extra
    FROM PLConfigAgent_EventNone_Config t
    """,
    needs="t.Build",
)

parser(
    "ios.powerlog",
    title="Powerlog, iOS",
    files=["*/BatteryLife/CurrentPowerlog.PLSQL", "*/BatteryLife/Archives/powerlog_*.{PLSQL,PLSQL.gz}"],
    queries=[
        events("PLScreenStateAgent_EventForward_ScreenState", "app on the screen", "opt(t.bundleID)",
               "opt(CAST(t.AppRole AS TEXT))", "opt('weight ' || t.ScreenWeight)"),
        events("PLSpringBoardAgent_EventForward_SBLock", "phone locked or unlocked (Powerlog)", "NULL",
               "opt(CAST(t.Locked AS TEXT))"),
        events("PLCameraAgent_EventForward_Camera", "camera", "opt(t.bundleId)",
               "opt('state ' || t.State)", "opt('camera type ' || t.CameraType)"),
        events("PLCameraAgent_EventForward_BackCamera", "camera, back", "opt(t.bundleId)", "opt('state ' || t.State)"),
        events("PLCameraAgent_EventForward_FrontCamera", "camera, front", "opt(t.bundleId)",
               "opt('state ' || t.State)"),
        events("PLCameraAgent_EventForward_Torch", "torch", "opt(t.bundleId)", "opt('level ' || t.Level)"),
        events("PLAudioAgent_EventForward_NowPlaying", "media playing (Powerlog)", "opt(t.BundleID)",
               "opt('state ' || t.State)"),
        events("PLAudioAgent_EventPoint_AudioApp", "app with sound", "opt(t.ApplicationName)",
               "opt('operation ' || t.Operation)", "opt(t.AssertionName)"),
        events("PLSpringBoardAgent_EventPoint_SBNotifications", "notification (Powerlog)", "opt(t.BundleID)",
               "opt('type ' || t.NotificationType)"),
        events("PLLocationAgent_EventForward_ClientStatus", "app used location (Powerlog)", "opt(t.Client)",
               "opt('type ' || t.Type)", "opt('accuracy asked for ' || t.LocationDesiredAccuracy)"),
        USED, ZONES, CONFIG, APPS,
    ],
    about="Apps on the screen, camera, torch, sound, users of location, time zones, over some days, and before in "
    "packed archives, iOS 9 to 18. "
    "The log keeps UTC seconds since 1970 of a clock of its own; each time is put right by the offset that "
    "the log states for that moment, and the stored value stands beside it.",
)  # fmt: skip
