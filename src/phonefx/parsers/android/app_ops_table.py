"""Uses of sensors and personal data by apps, as Android 16 keeps them: a table in place of files."""

from phonefx.parsers.android.recents import OPERATIONS
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Event

USES = Query(
    Event,
    """
    SELECT a.id AS key, unix_ms(a.access_time) AS time,
           unix_ms(CASE WHEN a.access_duration > 0 THEN a.access_time + a.access_duration END) AS end,
           code(a.op_code, OPERATIONS) AS category, a.package_name AS app, 'uid ' || a.uid AS subject,
           'operation ' || a.op_code AS detail,
           extra(a.access_duration, a.attribution_tag, a.uid_state, a.op_flags, a.attribution_flags, a.chain_id,
                 a.device_id, a.total_access_count, a.total_reject_count) AS extra
    FROM app_op_accesses a
    """,
    words={"OPERATIONS": {number: f"used: {word}" for number, word in OPERATIONS.items()}},
)

parser(
    "android.app_ops.table",
    title="Uses of personal data by apps, table of Android 16",
    variants=["Android 16"],
    files=["*/data/system/appops/*.db"],
    queries=[USES],
    about="Which app used the position, camera, microphone, messages, contacts or the clipboard, and when, for about a "
    "week; every operation is listed, those without a word by their number. Times are UTC milliseconds, rounded by the "
    "phone to a minute. It shows that the app had access, not what it got. Flags are shown as they are: among them is "
    "whether the app was refused.",
)
