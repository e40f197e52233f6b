"""Tango on Android: messages, whose payload tells who sent them."""

import binascii
from typing import Final

from phonefx.formats.protobuf import Message as Protobuf
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Message

TYPES: Final = {0: "text", 1: "video", 3: "picture", 30: "song", 35: "call", 61: "like"}
MESSAGES = Query(
    Message,
    """
    SELECT m.rowid AS key, unix_ms(m.create_time) AS time, unix_ms(nullif(opt(m.send_time), 0)) AS sent,
           CASE tango_received(m.payload) WHEN 1 THEN 'incoming' WHEN 0 THEN 'outgoing' END AS direction,
           'Tango' AS service, code(m.type, TYPES) AS content, tango_sender(m.payload) AS counterpart,
           m.conv_id AS thread, CAST(m.msg_id AS TEXT) AS guid, extra(m.direction, m.type, m.status, m.payload) AS extra
    FROM messages m
    """,
    words={"TYPES": TYPES},
)


def _payload(text: str | bytes | None) -> Protobuf | None:
    raw = text.encode() if isinstance(text, str) else text
    return Protobuf(binascii.a2b_base64(raw)) if raw else None


def tango_received(text: str | bytes | None) -> int | None:
    """Say whether the payload names a sender (field 21), which those of received messages do."""
    payload = _payload(text)
    return None if payload is None or payload.damage else int(bool(payload.values(21)))


def tango_sender(text: str | bytes | None) -> str | None:
    """Give the id of the sender that the payload names: field path 21, 1."""
    payload = _payload(text)
    return payload.message(21).text(1) if payload is not None and not payload.damage else None


parser(
    "apps.tango.android",
    title="Tango messages, Android",
    variants=["Tango"],
    files=["*/com.sgiggle.production/files/tc.db"],
    queries=[MESSAGES],
    functions={"tango_received": tango_received, "tango_sender": tango_sender},
    about="Messages of Tango. Times are UTC milliseconds. Public descriptions of the column `direction` contradict "
    "real data, so the direction is told by whether the payload names a sender; the raw value stands in the further "
    "values. The text is inside the payload, whose layout is not public: it is kept there as stored.",
)
