"""WhatsApp on Android: computers and further devices that were joined to the account."""

from phonefx.parsers.apps.whatsapp_android import FOLDER
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event

DEVICES = Query(
    Event,
    """
    SELECT d._id AS key, unix_any(opt(nullif(d.login_time, 0))) AS time,
           unix_any(opt(nullif(d.logout_time, 0))) AS end, 'device joined to the account' AS category,
           'WhatsApp' AS app, d.device_os AS subject, opt(d.place_name) AS detail,
           extra(d.device_id, d.platform_type, d.last_active) AS extra
    FROM devices d
    """,
)

parser(
    "apps.whatsapp.android.devices",
    title="Devices joined to WhatsApp, Android",
    variants=["with logging out", "older"],
    files=[f"{FOLDER}/databases/companion_devices.db"],
    queries=[DEVICES],
    about="Computers, browsers and further phones that were joined to the account: from when to when, and the place "
    "that the service named for it (by its address in the network; not where the phone was). Times are UTC; their unit "
    "is told by the size of each value. Whoever has such a device can read and write on behalf of the account.",
)
