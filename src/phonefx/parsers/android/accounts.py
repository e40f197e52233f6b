"""Accounts that an Android phone was signed in to, with the history that the system keeps."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Account, Event
from phonefx.times import wall_clock_us

ACCOUNTS = Query(
    Account,
    """
    SELECT a._id AS key, a.type AS service, a.name AS identifier,
           unix_ms(opt(a.last_password_entry_time_millis_epoch)) AS time, extra(a.previous_name) AS extra
    FROM accounts a
    """,
)
HISTORY = Query(
    Event,
    """
    SELECT d._id AS key, unix_us(wall_clock(d.time)) AS time, 'account: ' || replace(replace(d.action_type,
        'action_', ''), '_', ' ')
           AS category, (SELECT a.type FROM accounts a WHERE a._id = d._id) AS app,
           coalesce((SELECT a.name FROM accounts a WHERE a._id = d._id), 'account ' || d._id || ', removed') AS subject,
           extra(d.time, d.caller_uid, d.table_name, d.primary_key) AS extra
    FROM debug_table d
    """,
    basis="device",
)
_FILES: Final = [
    "*/data/system_{ce,de}/*/accounts_{ce,de}.db",
    "*/data/system/users/*/accounts.db",
    "*/data/system/accounts.db",
]

parser(
    "android.accounts",
    title="Accounts on the phone, Android",
    variants=["Android 4 to 6", "Android 7 and later, unlocked storage", "Android 7 and later, device storage"],
    files=_FILES,
    queries=[ACCOUNTS, HISTORY],
    functions={"wall_clock": wall_clock_us},
    about="Accounts known to the system, Android 4 to 16, and its record of the last 64 changes (added, removed, "
    "password set), also of removed accounts. The time of an account is when its password was last entered, "
    "UTC milliseconds; the times of changes are the wall clock of the phone, without a zone.",
)
