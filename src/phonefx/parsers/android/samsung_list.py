"""What Samsung's telephony provider keeps beside SMS and MMS: its list of all messages, WAP push, alerts, filters."""

from typing import Final

from phonefx.parsers.android.sms import DIRECTIONS, FILES, STATUS
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Contact, Event, Message

_WORDS: Final = {"DIRECTIONS": DIRECTIONS, "STATUS": STATUS}
_TABLES: Final = {"sms": "sms", "mms": "pdu", "mms_part": "part", "wpm": "wpm", "em": "im", "rcs": "im", "em_ft": "ft",
                  "rcs_ft": "ft", "easyshare": "ft", "fax": "ft"}  # fmt: skip
"""Kind of row in the list, and the table that its trigger copies it from."""
_COPIED: Final = " OR ".join(
    f"m.transport_type = '{kind}' AND m.remote_id IN (SELECT s._id FROM opt_table({table}, _id) s)"
    for kind, table in _TABLES.items()
)
_ALONE: Final = "coalesce(m.remote_id, 0) <= 0"


def listed(status: str, **options: object) -> Query:
    """The mapping of the list, for rows of the list alone and for those whose own row is gone."""
    return Query(
        Message,
        f"""
        SELECT m._id AS key, unix_any(m.date) AS time, unix_any(nullif(opt(m.date_sent), 0)) AS sent,
               code(m.box_type, DIRECTIONS) AS direction, {status} || code(m.box_type, STATUS)
               || CASE m.scheduled WHEN 1 THEN ', marked as scheduled' ELSE '' END AS status,
               m.box_type AS status_raw, upper(m.transport_type) AS service, m.content_type AS content,
               coalesce(nullif(m.address, ''), opt(nullif(m.recipients, ''))) AS counterpart, m.thread_id AS thread,
               opt(nullif(m.sim_imsi, '')) AS account, nullif(opt(m.subject), '') AS subject, m.content AS body,
               extra(m.remote_id, m.group_id, m.part_order, m.file_name, m.size, m.read, m.locked, m.hidden,
               m.scheduled, m.sim_slot, m.favorite, m.secret_message, m.recipients, m.callback_number,
               m.webpreview_url, m.device_name) AS extra
        FROM messages m
        """,
        words=_WORDS,
        **options,  # type: ignore[arg-type]
    )


REMAINS = listed(
    "'left in the list, its message is gone; '",
    state="recovered",
    skip={_ALONE: "of the list alone", _COPIED: "its message is there"},
)
ALONE = listed("''", only=_ALONE)

parser(
    "android.samsung.list",
    title="List of all messages in Samsung's telephony provider",
    variants=["One UI"],
    files=FILES,
    queries=[REMAINS, ALONE],
    about="The table `messages` that triggers of Samsung's telephony provider (One UI) keep as a copy of SMS, MMS, RCS "
    "and WAP push, for its own lists. Given are the rows that are nowhere else: drafts, which are kept here alone, and "
    "messages whose own row is gone. Times are UTC milliseconds; of an MMS when it was sent in seconds. A part of an "
    "MMS that is no text has the path of its file as its text.",
)


def pushed(prefix: str = "", *, state: str = "live", note: str = "") -> Query:
    """WAP push messages, or the table that repeats their columns under a prefix."""
    return Query(
        Message,
        f"""
        SELECT w._id AS key, unix_ms(w.date) AS time, unix_ms(nullif(opt(w.date_sent), 0)) AS sent,
               unix_ms(opt(w.bin_timestamp)) AS deleted, 'incoming' AS direction, 'WAP push' AS service,
               '{note}received' AS status, nullif(opt(w.from_address), '') AS counterpart, w.thread_id AS thread,
               opt(nullif(w.sim_imsi, '')) AS account,
               nullif(trim(coalesce(w.body, '') || char(10) || coalesce(w.href, ''), char(10)), '') AS body,
               extra(w.href, w.si_id, w.created, w.si_expires, w.action, w.type, w.read, w.seen, w.hidden, w.creator)
               AS extra
        FROM {prefix}wpm w
        """,
        state=state,
    )


ALERTS = Query(
    Event,
    """
    SELECT c._id AS key, unix_ms((SELECT s.date FROM opt_table(sms, _id, date, body) s WHERE s._id = c.sms_id)) AS time,
           'emergency alert received' AS category, 'com.android.providers.telephony' AS app,
           'SMS ' || c.sms_id AS subject,
           (SELECT s.body FROM opt_table(sms, _id, date, body) s WHERE s._id = c.sms_id) AS detail,
           extra(c.service_category, c.category, c.response_type, c.severity, c.urgency, c.certainty, c.identifier,
           c.expires, c.expired, c.language) AS extra
    FROM cmas c
    """,
)
FILTERS = Query(
    Contact,
    """
    SELECT f._id AS key, f.filter AS name,
           'in the filter of messages' || CASE f.enable WHEN 0 THEN ', switched off' ELSE '' END AS role,
           extra(f.filter_type, f.enable, f.criteria) AS extra
    FROM spam_filter f
    """,
)

parser(
    "android.samsung.push",
    title="WAP push messages and alerts, Samsung telephony provider",
    variants=["One UI"],
    files=FILES,
    queries=[pushed(), pushed("bin_", state="recently_deleted", note="in the recycle bin, "), ALERTS, FILTERS],
    about="Messages of the network that carry a link (WAP push), what is stored of emergency alerts beside their SMS, "
    "and the numbers or words by which the user filters messages (kinds of filters are shown as they are), in "
    "Samsung's telephony provider (One UI). Times are UTC milliseconds; of an alert that of its SMS; filters carry no "
    "time.",
)
