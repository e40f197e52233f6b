"""Traces of conversations in the telephony provider: parties of removed ones, texts of empty ones, retries."""

from phonefx.parsers.android.sms import FILES
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Contact, ContactPoint, Event, Message

_LISTED = "'[' || replace(trim(t.recipient_ids), ' ', ',') || ']'"
_IDS = f"json_each(CASE WHEN json_valid({_LISTED}) THEN {_LISTED} ELSE '[]' END)"
_NAMED = f"a._id IN (SELECT j.value FROM threads t JOIN {_IDS} j)"
FORMER = Query(
    Contact,
    """
    SELECT a._id AS key, a.address AS name, 'party of a conversation that is gone' AS role
    FROM canonical_addresses a
    """,
    skip={_NAMED: "its conversation is there"},
)
FORMER_NUMBERS = Query(
    ContactPoint,
    """
    SELECT a._id AS key, a._id AS owner, 'phone' AS type, a.address AS value FROM canonical_addresses a
    """,
    of=FORMER,
    skip={_NAMED: "its conversation is there"},
)
EMPTY = Query(
    Message,
    f"""
    SELECT t._id AS key, unix_ms(t.date) AS time, 'SMS' AS service,
           'text kept with a conversation that has no messages any more' AS status,
           (SELECT group_concat(a.address, ' ') FROM {_IDS} j JOIN canonical_addresses a ON a._id = j.value) AS
           counterpart,
           CAST(t._id AS TEXT) AS thread, t.snippet AS body, extra(t.message_count, t.recipient_ids, t.type, t.archived)
           AS extra
    FROM threads t
    """,
    skip={
        "coalesce(t.snippet, '') = ''": "no text kept with it",
        "t._id IN (SELECT s.thread_id FROM sms s)"
        " OR t._id IN (SELECT p.thread_id FROM opt_table(pdu, thread_id) p)": "its messages are there",
    },
)
RETRIES = Query(
    Event,
    """
    SELECT p._id AS key, unix_ms(p.last_try) AS time, 'sending of a message tried again' AS category,
           CASE p.proto_type WHEN 0 THEN 'SMS ' WHEN 1 THEN 'MMS ' ELSE 'message ' END || p.msg_id AS subject,
           extra(p.err_type, p.err_code, p.retry_index, p.due_time) AS extra
    FROM pending_msgs p
    """,
)

parser(
    "android.sms.threads",
    title="Traces of removed conversations, Android telephony provider",
    variants=["ids that are none", "Android 4 to 16"],
    files=FILES,
    queries=[FORMER, FORMER_NUMBERS, EMPTY, RETRIES],
    about="Addresses that no conversation names any more, which shows that there was one; the text that an emptied "
    "conversation still keeps; messages waiting to be sent again. Times are UTC milliseconds: for a conversation when "
    "it last changed, which need not be when its message was sent. The provider cleans up at times of its own: an "
    "address that is missing proves nothing.",
)
