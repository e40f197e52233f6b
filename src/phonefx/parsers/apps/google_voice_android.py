"""Google Voice on Android: messages, calls and voicemail of its numbers."""

import json
from typing import Final

from phonefx.formats.protobuf import Message as Protobuf
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Call, Message

CALL_WAYS: Final = {0: "incoming", 1: "incoming", 2: "outgoing", 3: "incoming"}
OUTCOMES: Final = {0: "missed or declined", 1: "answered", 2: "made", 3: "voicemail"}


def number(blob: bytes | None, *path: int) -> int | None:
    """A number at a path of field numbers."""
    return None if blob is None else Protobuf(blob).message(*path[:-1]).integer(path[-1])


def text(blob: bytes | None, *path: int) -> str | None:
    """A text at a path of field numbers."""
    return None if blob is None else Protobuf(blob).message(*path[:-1]).text(path[-1])


def real(blob: bytes | None, *path: int) -> float | None:
    """A float at a path of field numbers."""
    return None if blob is None else Protobuf(blob).message(*path[:-1]).double(path[-1])


def members(blob: bytes | None) -> str:
    """The members of a group conversation, as JSON."""
    found = [] if blob is None else [each.text(1) for each in Protobuf(blob).message(15).messages(4)]
    return json.dumps([each for each in found if each])


def transcript(blob: bytes | None) -> str | None:
    """The words of a voicemail, as the service heard them."""
    words = [] if blob is None else [each.text(1) or "" for each in Protobuf(blob).message(7).messages(2)]
    return " ".join(filter(None, words)) or None


_CALL: Final = "coalesce(number(m.message_blob, 13), -1) IN (0, 1, 2, 3)"
MESSAGES = Query(
    Message,
    """
    SELECT m.rowid AS key, unix_ms(number(m.message_blob, 2)) AS time,
           CASE WHEN m.conversation_id NOT LIKE 'g%' THEN
               CASE number(m.message_blob, 13) WHEN 5 THEN 'incoming' WHEN 6 THEN 'outgoing'
               ELSE 'unknown (' || number(m.message_blob, 13) || ')' END
           WHEN text(m.message_blob, 15, 5) <> '' THEN 'incoming' ELSE 'outgoing' END AS direction,
           'Google Voice' AS service,
           coalesce(nullif(text(m.message_blob, 15, 5), ''), text(m.message_blob, 4, 1)) AS counterpart,
           m.conversation_id AS thread, text(m.message_blob, 3) AS account, text(m.message_blob, 10) AS body,
           text(m.message_blob, 1) AS guid,
           json_object('type', number(m.message_blob, 13), 'read', number(m.message_blob, 6),
                       'members', json(members(m.message_blob))) AS extra
    FROM message_t m
    """,
    skip={_CALL: "a call", "number(m.message_blob, 2) IS NULL": "a row without a time in it"},
)
CALLS = Query(
    Call,
    """
    SELECT m.rowid AS key, unix_ms(number(m.message_blob, 2)) AS time,
           code(number(m.message_blob, 13), CALL_WAYS) AS direction,
           code(number(m.message_blob, 13), OUTCOMES) AS outcome, 'Google Voice' AS service,
           real(m.message_blob, 9) AS duration_s, text(m.message_blob, 4, 1) AS counterpart,
           text(m.message_blob, 3) AS account, transcript(m.message_blob) AS transcription,
           json_object('id', text(m.message_blob, 1), 'read', number(m.message_blob, 6)) AS extra
    FROM message_t m
    """,
    words={"CALL_WAYS": CALL_WAYS, "OUTCOMES": OUTCOMES},
    only=_CALL,
)

parser(
    "apps.google_voice.android",
    title="Google Voice messages and calls, Android",
    variants=["2025"],
    files=["*/com.google.android.apps.googlevoice/files/accounts/*/LegacyMsgDbInstance.db"],
    queries=[MESSAGES, CALLS],
    functions={"number": number, "text": text, "real": real, "members": members, "transcript": transcript},
    about="Messages, calls and voicemail of the numbers that Google Voice gave the account (`account` is that number), "
    "from protocol buffers whose fields are known from public research alone. Direction of a message follows its type; "
    "in a group, whether it names a sender. Times are UTC milliseconds. Calls were missed or declined: the store does "
    "not tell which.",
)
