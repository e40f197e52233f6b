"""KakaoTalk on Android: messages, deciphered, with their files and places."""

import json
from typing import Any, Final

from phonefx.formats.kakaotalk import deciphered
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Attachment, Location, Message

TYPES: Final = {
    0: "event of the chat", 1: "message", 2: "picture", 3: "video", 4: "contact", 5: "audio", 6: "emoticon", 7: "gift",
    8: "picture of a shop", 9: "link of an app", 11: "avatar", 12: "sticker", 13: "appointment", 14: "vote",
    16: "place", 17: "profile", 18: "file", 20: "moving sticker", 21: "nudge", 23: "search", 24: "post", 25: "sticker",
    26: "reply", 27: "pictures", 51: "call", 52: "live talk", 71: "message of a service", 72: "notice of a service",
    81: "message of a channel", 83: "message of a channel", 96: "appointment", 97: "vote", 98: "post",
}  # fmt: skip
_DELETED: Final = 16384
_ATTACHED: Final = "kakao(m.attachment, m.user_id, m.v)"
_LATITUDE: Final = f"CAST(kakao_json({_ATTACHED}, 'lat') AS REAL)"
_LONGITUDE: Final = f"CAST(kakao_json({_ATTACHED}, 'lng') AS REAL)"
_SCALE: Final = f"CASE WHEN abs({_LATITUDE}) > 90 OR abs({_LONGITUDE}) > 180 THEN 1e10 ELSE 1.0 END"
_MINE: Final = "kakao_json(m.v, 'isMine')"

MESSAGES = Query(
    Message,
    f"""
    SELECT m._id AS key, unix_s(m.created_at) AS time, unix_s(nullif(m.deleted_at, 0)) AS deleted,
           CASE {_MINE} WHEN 1 THEN 'outgoing' WHEN 0 THEN 'incoming' END AS direction, 'KakaoTalk' AS service,
           code(m.type & ~{_DELETED}, TYPES) AS content,
           CASE WHEN m.type >= {_DELETED} THEN 'deleted by its sender' WHEN coalesce(m.message, '') <> ''
           AND kakao(m.message, m.user_id, m.v) IS NULL THEN 'not deciphered' END AS status,
           CASE WHEN coalesce({_MINE}, 0) = 0 THEN CAST(m.user_id AS TEXT) END AS counterpart,
           CASE {_MINE} WHEN 1 THEN CAST(m.user_id AS TEXT) END AS account, CAST(m.chat_id AS TEXT) AS thread,
           kakao(m.message, m.user_id, m.v) AS body, CAST(m.id AS TEXT) AS guid,
           extra(m.type, m.v) AS extra
    FROM chat_logs m
    """,
    words={"TYPES": TYPES},
)
FILES = Query(
    Attachment,
    f"""
    SELECT m._id AS key, m._id AS owner, kakao_json({_ATTACHED}, 'url') AS path,
           kakao_json({_ATTACHED}, 'name') AS name,
           coalesce(kakao_json({_ATTACHED}, 'mt'), kakao_json({_ATTACHED}, 'mime')) AS mime,
           coalesce(kakao_json({_ATTACHED}, 'size'), kakao_json({_ATTACHED}, 's')) AS size, {_ATTACHED} AS text
    FROM chat_logs m
    """,
    of=MESSAGES,
    only=f"coalesce(m.attachment, '') NOT IN ('', '{{}}') AND coalesce({_ATTACHED}, '{{}}') <> '{{}}'",
)
PLACES = Query(
    Location,
    f"""
    SELECT m._id AS key, unix_s(m.created_at) AS time, {_LATITUDE} / {_SCALE} AS latitude,
           {_LONGITUDE} / {_SCALE} AS longitude,
           CASE {_MINE} WHEN 1 THEN 'shared_by_owner' WHEN 0 THEN 'shared_by_other' ELSE 'shared' END AS evidence_of,
           'sent with a message' AS method, CAST(m.user_id AS TEXT) AS whose,
           coalesce(kakao_json({_ATTACHED}, 't'), kakao_json({_ATTACHED}, 'a')) AS place
    FROM chat_logs m
    """,
    only=f"m.type & ~{_DELETED} = 16 AND kakao_json({_ATTACHED}, 'lat') IS NOT NULL",
)


def kakao(text: str | bytes | None, user: int | str | None, v: str | None) -> str | None:
    """Give a text in clear; `v` beside it says by its `enc` how it is enciphered, if at all."""
    enc = kakao_json(v, "enc")
    stored = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    number = int(user) if isinstance(user, int) or (isinstance(user, str) and user.lstrip("-").isdecimal()) else None
    return deciphered(stored, number, enc if isinstance(enc, int) else None)


def kakao_json(text: str | bytes | None, name: str) -> str | int | float | None:
    """Give a member of a JSON object; None where it is no such object or the member is a list or object itself."""
    if not isinstance(text, str) or not text.startswith("{") or not text.rstrip().endswith("}"):
        return None
    stored: Any = json.loads(text)
    found = stored.get(name) if isinstance(stored, dict) else None
    return int(found) if isinstance(found, bool) else found if isinstance(found, str | int | float) else None


parser(
    "apps.kakaotalk.android",
    title="KakaoTalk messages, Android",
    variants=["KakaoTalk.db"],
    files=["*/com.kakao.talk/databases/KakaoTalk.db"],
    queries=[MESSAGES, FILES, PLACES],
    functions={"kakao": kakao, "kakao_json": kakao_json},
    about="Messages of KakaoTalk, deciphered with the key that follows from the number of the sender (published "
    "method); a text that does not decipher is left out and kept as stored in the file. Times are UTC seconds. "
    "The counterpart of a message that came in is the number of its author, of one sent none is named; the "
    "names of friends stand in another file and are not read. A place was chosen by its sender; one source has "
    "its degrees as they are, another times 10,000,000,000: told by their size.",
)
