"""Files sent to phones nearby with SHAREit, Xender and Zapya on Android."""

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event, Network

SHAREIT = Query(
    Event,
    """
    SELECT h.rowid AS key, unix_ms(h.timestamp) AS time,
           'file transfer, history_type ' || coalesce(h.history_type, 'not stored') AS category, 'SHAREit' AS app,
           coalesce(nullif(i.file_path, ''), h.description) AS subject, opt(h.device_name) AS detail,
           extra(h.history_type, h.device_id, h.content_id, h.description) AS extra
    FROM history h LEFT JOIN opt_table(item, item_id, file_path) i ON i.item_id = h.content_id
    """,
)
XENDER = Query(
    Event,
    """
    SELECT n.rowid AS key, unix_ms(n.c_start_time) AS time,
           CASE n.c_direction WHEN 1 THEN 'file sent to a device nearby'
           ELSE 'file transfer, direction ' || coalesce(n.c_direction, 'not stored') END AS category,
           'Xender' AS app, coalesce(nullif(n.f_path, ''), n.f_display_name) AS subject,
           'from ' || coalesce(opt(n.s_name), '?') || ' to ' || coalesce(opt(n.r_name), '?') AS detail,
           extra(n.c_direction, n.c_session_id, n.f_display_name, n.f_size_str, n.s_device_id, n.r_device_id) AS extra
    FROM new_history n
    """,
)
XENDER_DEVICES = Query(
    Network,
    """
    SELECT p.rowid AS key, unix_ms(p.last_connect_date) AS time, 'device nearby' AS medium, p.nick_name AS name,
           coalesce(nullif(opt(p.mac), ''), p.device_id) AS address,
           'connected ' || opt(p.connect_times) || ' times with Xender' AS detail,
           extra(p.device_id, p.device_type, p.deleted) AS extra
    FROM profile p
    """,
)
ZAPYA = Query(
    Event,
    """
    SELECT t.rowid AS key, unix_ms(t.createtime) AS time,
           'file transfer, direction ' || coalesce(t.direction, 'not stored') AS category, 'Zapya' AS app,
           coalesce(nullif(t.path, ''), t.title) AS subject, opt(t.name) AS detail,
           extra(t.direction, t.device, t.title) AS extra
    FROM transfer t
    """,
)
_SIDE = "Times are UTC milliseconds. The file may be gone."

parser(
    "apps.shareit.android",
    title="Files transferred with SHAREit, Android",
    variants=["history.db"],
    files=["*/com.lenovo.anyshare.gps/databases/history.db"],
    queries=[SHAREIT],
    about="Files sent to or received from devices nearby, with the device. " + _SIDE + " Which number of history_type "
    "means sent and which received is not documented: it is shown as it is.",
)
parser(
    "apps.xender.android",
    title="Files transferred and devices met with Xender, Android",
    variants=["trans-history-db"],
    files=["*/cn.xender/databases/trans-history-db"],
    queries=[XENDER, XENDER_DEVICES],
    about="Files sent to or received from devices nearby, and devices that were connected. " + _SIDE + " A direction "
    "of 1 is sent; others are shown as their number.",
)
parser(
    "apps.zapya.android",
    title="Files transferred with Zapya, Android",
    variants=["transfer20.db"],
    files=["*/com.dewmobile.kuaiya.play/databases/transfer20.db"],
    queries=[ZAPYA],
    about="Files sent to or received from devices nearby. " + _SIDE + " Which direction is which is not documented: it "
    "is shown as its number.",
)
