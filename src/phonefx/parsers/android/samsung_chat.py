"""Chat messages and file transfers (RCS) that vendors keep in the telephony provider."""

from typing import Final

from phonefx.parsers.android.sms import DIRECTIONS, FILES, SCHEDULED, STATUS
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Attachment, Message

_WORDS: Final = {"DIRECTIONS": DIRECTIONS, "STATUS": STATUS}
_STORED = (
    "read, seen, status, session_id, imdn_message_id, remote_uri, user_alias, recipients, sim_slot, creator, reserved"
)


def chat(prefix: str = "", *, state: str = "live", note: str = "") -> tuple[Query, Query, Query]:
    """Samsung's `im` and `ft`, or the tables that repeat their columns under a prefix."""
    extra = ", ".join(f"m.{name}" for name in _STORED.split(", "))
    head = f"""
        SELECT m._id                     AS key,
               unix_ms(m.date)           AS time,
               unix_ms(opt(m.date_sent)) AS sent,
               unix_ms(opt(m.delivered_timestamp)) AS delivered,
               unix_ms(opt(m.bin_timestamp)) AS deleted,
               code(m.type, DIRECTIONS)  AS direction,
               '{note}' || code(m.type, STATUS) || {SCHEDULED.format('m')} AS status, m.type AS status_raw,
               'RCS'                     AS service,
               m.address                 AS counterpart,
               opt(nullif(m.user_alias, '')) AS counterpart_name,
               m.thread_id               AS thread,
               nullif(opt(m.sim_imsi), '') AS account,
               opt(m.imdn_message_id)    AS guid,
               extra({extra}, m.content_type) AS extra,"""
    messages = Query(Message, f"{head} m.body AS body FROM {prefix}im m", words=_WORDS, state=state)
    transfers = Query(Message, f"{head} 'file' AS content FROM {prefix}ft m", words=_WORDS, state=state)
    files = Query(
        Attachment,
        f"""
        SELECT m._id AS key, m._id AS owner, coalesce(nullif(m.file_path, ''), opt(m.thumbnail_path)) AS path,
               m.file_name AS name, m.content_type AS mime, m.file_size AS size
        FROM {prefix}ft m
        """,
        of=transfers,
        state=state,
    )
    return messages, transfers, files


parser(
    "android.samsung.rcs",
    title="Chat messages and files (RCS), Samsung",
    variants=["One UI", "One UI, filter and recycle bin"],
    files=FILES,
    queries=[*chat(), *chat("spam_", note="filtered as spam, "),
             *chat("bin_", state="recently_deleted", note="in the recycle bin, ")],
    about="RCS chats and file transfers of Samsung's telephony provider (One UI), with its spam filter and recycle "
    "bin. Times are UTC milliseconds. The codes for the direction follow those of SMS; no public source "
    "states them for this table.",
)  # fmt: skip

LG_MESSAGES = Query(
    Message,
    """
    SELECT m._id AS key, unix_ms(m.date) AS time, 'RCS' AS service, m.address AS counterpart, m.thread_id AS thread,
           m.body AS body, m.message_id AS guid, extra(m.read, m.is_file, m.type, m.status) AS extra
    FROM message m
    """,
)
LG_FILES = Query(
    Attachment,
    """
    SELECT f.rowid AS key,
        (SELECT m._id FROM message m WHERE m.message_id = f.message_id ORDER BY m._id LIMIT 1) AS owner,
           f.file_path AS path, f.file_name AS name, f.file_size AS size
    FROM file_info f
    """,
    of=LG_MESSAGES,
)

parser(
    "android.lg.rcs",
    title="Chat messages and files (RCS), LG",
    variants=["LG"],
    files=FILES,
    queries=[LG_MESSAGES, LG_FILES],
    about="RCS chats of LG's telephony provider. Times are UTC milliseconds. The table does not tell the direction "
    "in a way that a public source describes: it is left open.",
)
