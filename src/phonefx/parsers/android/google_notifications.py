"""Notifications that Google's apps keep, and the accounts that they are registered for, on Android."""

from phonefx.formats import protobuf
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Account, Event

MOST = 20


def readable(blob: object) -> str | None:
    """The texts of a stored notification, whose fields nobody has described."""
    return "; ".join(protobuf.texts(blob, shortest=2, most=MOST)) or None if isinstance(blob, bytes) else None


THREADS = Query(
    Event,
    """
    SELECT t._id AS key, unix_any(nullif(opt(t.thread_stored_timestamp), 0)) AS time,
           'notification kept by an app of Google' AS category, readable(t.rendered_message) AS subject,
           opt(t.payload_type) AS detail,
           extra(t.thread_id, t.group_id, t.read_state, t.count_behavior, t.system_tray_behavior, t.deletion_status,
                 t.locally_removed, t.storage_mode, t.expiration_timestamp, t.last_updated__version) AS extra
    FROM threads t
    """,
)
ACCOUNTS = Query(
    Account,
    """
    SELECT a._id AS key, unix_ms(nullif(a.last_registration_time_ms, 0)) AS time, 'Google' AS service,
           a.account_name AS identifier,
           extra(a.obfuscated_gaia_id, a.registration_status, a.sync_version) AS extra
    FROM accounts a
    """,
)

parser(
    "android.google.notifications",
    title="Notifications kept by Google's apps, Android",
    files=["*/databases/*_threads.notifications.db", "*/databases/accounts.notifications.db"],
    variants=["threads", "accounts"],
    queries=[THREADS, ACCOUNTS],
    functions={"readable": readable},
    about="Notifications that servers of Google sent to one of its apps (mail, contacts, photos, maps and others; the "
    "folder names it), with every text that is in them, and the accounts that the app asked notifications for. Tables "
    "and columns are those of a phone of Android 14 without rows; the fields of a message are not described anywhere. "
    "The time is UTC, when the app stored it, its unit told by the size of each value; of an account when the app last "
    "registered. That a notification was shown or read is not stored.",
)
