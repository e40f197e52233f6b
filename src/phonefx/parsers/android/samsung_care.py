"""Samsung's device care: when the phone was started, what apps sent and how long the screen was on."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event

STARTS = Query(
    Event,
    """
    SELECT c.rowid AS key, unix_ms(c.time) AS time,
           CASE c.reason WHEN 'BOOT_COMPLETED' THEN 'device started' ELSE 'settings of device care read again' END AS
           category, 'Samsung device care' AS app, c.reason AS subject, extra(c.config_key, c.config_version) AS extra
    FROM config_history c
    """,
)
NETWORK = Query(
    Event,
    """
    SELECT n.rowid AS key, unix_ms(n.start_time) AS time, unix_ms(n.end_time) AS end,
           'network used by an app' AS category, n.package_name AS app, n.net_usage || ' bytes' AS detail,
           extra(n.uid) AS extra
    FROM NETSTAT n
    """,
)
PROCESSES = Query(
    Event,
    """
    SELECT p.rowid AS key, unix_ms(p.start_time) AS time, unix_ms(p.end_time) AS end,
           'processor used by an app' AS category, p.process_name AS app,
           extra(p.uid, p.pid, p.uptime, p.process_usage) AS extra
    FROM CPUSTAT p
    """,
)
SCREEN = Query(
    Event,
    """
    SELECT d.rowid AS key, unix_ms(d.start_time) AS time, unix_ms(d.end_time) AS end,
           CASE WHEN d.screen_on_time > 0 THEN 'screen on for part of the time' ELSE 'screen off all the time' END AS
           category, 'Samsung device care' AS app, (d.screen_on_time / 1000.0) || ' s with the screen on' AS detail,
           extra(d.screen_on_time, d.screen_off_time, d.screen_on_count) AS extra
    FROM DEVICE_HISTORY d
    """,
)
APPS = Query(
    Event,
    """
    SELECT a.rowid AS key, unix_ms(a.start_time) AS time, unix_ms(a.end_time) AS end, 'app in use' AS category,
           'uid ' || a.uid AS app, (a.fg_time / 1000.0) || ' s in the foreground' AS detail,
           extra(a.uid, a.fg_time, a.bg_time, a.gps_time, a.audio_time) AS extra
    FROM APP_HISTORY a
    """,
    skip={"coalesce(a.fg_time, 0) = 0": "an app that was not in the foreground"},
)

parser(
    "android.samsung.care",
    title="Starts, network and screen noted by device care, Samsung",
    variants=["anomaly.db", "thermal_log", "sec_batterystats_history"],
    files=["*/com.sec.android.sdhms/databases/{anomaly.db,thermal_log,sec_batterystats_history}"],
    queries=[STARTS, NETWORK, PROCESSES, SCREEN, APPS],
    about="Starts of the phone, data sent by apps and their use of the processor, and, for each span of time, how long "
    "the screen was on and which apps (by number) were in the foreground. Times are UTC milliseconds.",
)
