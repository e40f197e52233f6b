"""Grindr on Android: messages, and places sent with them."""

from typing import Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Location, Message


def _body(member: str) -> str:
    return f"CASE WHEN json_valid(m.body) THEN json_extract(m.body, '$.{member}') END"


_LATITUDE: Final = f"coalesce({_body('lat')}, {_body('latitude')})"
_LONGITUDE: Final = f"coalesce({_body('lon')}, {_body('longitude')})"
MESSAGES = Query(
    Message,
    """
    SELECT m.rowid AS key, unix_ms(m.timestamp) AS time, 'Grindr' AS service, m.type AS content,
           CAST(m.sender AS TEXT) AS counterpart, opt(m.conversation_id) AS thread, m.body AS body,
           opt(m.message_id) AS guid, extra(m.status, m.unread, m.media_hash, m.tap_type) AS extra
    FROM chat_messages m
    """,
)
PLACES = Query(
    Location,
    f"""
    SELECT m.rowid AS key, unix_ms(m.timestamp) AS time, {_LATITUDE} AS latitude, {_LONGITUDE} AS longitude,
           'shared' AS evidence_of, 'sent with a message' AS method, CAST(m.sender AS TEXT) AS whose
    FROM chat_messages m
    """,
    only=f"typeof({_LATITUDE}) IN ('integer', 'real')",
)

parser(
    "apps.grindr.android",
    title="Grindr messages, Android",
    variants=["grindr3.db"],
    files=["*/com.grindrapp.android/databases/grindr3.db"],
    queries=[MESSAGES, PLACES],
    about="Messages of Grindr. Times are UTC milliseconds. The counterpart is the sender, also of the owner's own "
    "messages: which id is the owner's is not stored in this table, so neither direction nor whose place it is can be "
    "told.",
)
