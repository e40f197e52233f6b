"""Telegram on iOS: messages, calls, places and people of its postbox."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from phonefx.formats import postbox
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Call, Contact, ContactPoint, Location, Message

ENDED = {0: "missed", 1: "disconnected", 2: "ended", 3: "busy"}
PHONE_CALL = 14
ACTIONS = {
    1: "group created", 2: "members added", 3: "members removed", 4: "picture of the group changed",
    5: "name of the group changed", 8: "message pinned", 10: "history cleared", 12: "time of deletion changed",
    PHONE_CALL: "call",
}  # fmt: skip


@lru_cache(maxsize=4)
def _message(value: bytes) -> postbox.Message:
    return postbox.message(bytes(memoryview(value)))


def text(value: bytes | None) -> str | None:
    """The words of a message."""
    return (_message(value).text or None) if value else None


def author(value: bytes | None) -> int | None:
    """Who wrote a message, as the number of the account."""
    return _message(value).author if value else None


def incoming(value: bytes | None) -> bool | None:
    """Whether a message was received."""
    return _message(value).incoming if value else None


def stamp(key: bytes) -> int:
    """When a message was sent, seconds since 1970."""
    return postbox.key(bytes(memoryview(key))).timestamp


def peer(key: bytes) -> int:
    """The conversation that a message belongs to, as keys number it."""
    return postbox.key(bytes(memoryview(key))).peer


def account(number: int | None) -> int | None:
    """The number of the account that a key stands for; groups, channels and secret chats keep that of their key.

    Bits 32 to 34 of a key say what it is (0: an account); what lies above them are the upper bits of the number.
    """
    if number is None or number < 0 or number >> 32 & 7:
        return number
    return number >> 35 << 32 | number & 0xFFFFFFFF


def content(value: bytes | None) -> str | None:
    """What a message is, beside its text."""
    found = _message(value) if value else None
    if found is None:
        return None
    for media in found.media:
        if "_rawValue" in media:
            return ACTIONS.get(media["_rawValue"], f"event of the conversation ({media['_rawValue']})")
        if "la" in media and "lo" in media:
            return "live location" if media.get("bt") else "place"
    return "media" if found.media or found.referenced else None


def notes(value: bytes | None) -> str | None:
    """From whom a message was forwarded, its flags and its media kept elsewhere, as JSON."""
    found = _message(value) if value else None
    if found is None:
        return None
    media = [f"{namespace}:{number}" for namespace, number in found.referenced]
    return json.dumps({
        "flags": found.flags, "tags": found.tags, "forwarded_from": found.forwarded_from,
        "forwarded_time": found.forwarded_time, "media": media, "problem": found.problem,
    })  # fmt: skip


def places(value: bytes | None) -> str:
    """The places within a message, as a JSON list."""
    listed = _message(value).media if value else []
    found = [{name: each.get(name) for name in ("la", "lo", "acc", "bt", "hdg")} for each in listed
             if isinstance(each.get("la"), float) and isinstance(each.get("lo"), float)]  # fmt: skip
    return json.dumps(found)


def calls(value: bytes | None) -> str:
    """The calls that a message tells of, as a JSON list."""
    listed = _message(value).media if value else []
    return json.dumps([{"d": each.get("d"), "dr": each.get("dr")} for each in listed
                       if each.get("_rawValue") == PHONE_CALL])  # fmt: skip


@lru_cache(maxsize=4)
def _peer(value: bytes) -> dict[str, Any]:
    return postbox.decode(bytes(memoryview(value)))


def peer_name(value: bytes | None) -> str | None:
    """The name of a person, group or channel."""
    found = _peer(value) if value else {}
    named = " ".join(each for name in ("fn", "ln") if isinstance(each := found.get(name), str) and each)
    title = found.get("t")
    return named or (title if isinstance(title, str) and title else None)


def peer_field(value: bytes | None, name: str) -> str | None:
    """A field of a person: `un` the user name, `p` the number."""
    found = _peer(value).get(name) if value else None
    return found if isinstance(found, str) and found else None


NAMED = "opt((SELECT peer_name(p.value) FROM t2 p WHERE p.key = {}))"
OTHER = "CASE WHEN incoming(m.value) THEN coalesce(author(m.value), peer(m.key)) ELSE peer(m.key) END"
MESSAGES = Query(
    Message,
    f"""
    SELECT hex(m.key)                 AS key,
           unix_s(stamp(m.key))       AS time,
           CASE incoming(m.value) WHEN 1 THEN 'incoming' WHEN 0 THEN 'outgoing' END AS direction,
           'Telegram'                 AS service,
           content(m.value)           AS content,
           CAST(account({OTHER}) AS TEXT) AS counterpart,
           {NAMED.format(OTHER)}      AS counterpart_name,
           CAST(account(peer(m.key)) AS TEXT) AS thread,
           {NAMED.format("peer(m.key)")} AS thread_name,
           message_text(m.value)      AS body,
           notes(m.value)             AS extra
    FROM t7 m
    """,
)
PLACES = Query(
    Location,
    f"""
    SELECT hex(m.key) || ':' || v.key AS key, unix_s(stamp(m.key)) AS time,
           json_extract(v.value, '$.la') AS latitude, json_extract(v.value, '$.lo') AS longitude,
           json_extract(v.value, '$.acc') AS accuracy_m, json_extract(v.value, '$.hdg') AS course_deg,
           CASE WHEN incoming(m.value) THEN 'shared_by_other' ELSE 'shared_by_owner' END AS evidence_of,
           CASE WHEN json_extract(v.value, '$.bt') > 0 THEN 'live location, as last seen' ELSE 'place sent in a message'
               END AS method,
           CASE WHEN incoming(m.value) THEN CAST(account({OTHER}) AS TEXT) END AS whose
    FROM t7 m
    JOIN json_each(places(m.value)) v
    """,
    unfolds=True,
)
CALLS = Query(
    Call,
    f"""
    SELECT hex(m.key) || ':' || v.key AS key, unix_s(stamp(m.key)) AS time,
           CASE incoming(m.value) WHEN 1 THEN 'incoming' WHEN 0 THEN 'outgoing' END AS direction,
           code(json_extract(v.value, '$.dr'), ENDED) AS outcome, 'Telegram' AS service,
           json_extract(v.value, '$.d') AS duration_s, CAST(account(peer(m.key)) AS TEXT) AS counterpart,
           {NAMED.format("peer(m.key)")} AS counterpart_name
    FROM t7 m
    JOIN json_each(calls(m.value)) v
    """,
    words={"ENDED": ENDED},
    unfolds=True,
)
PEOPLE = Query(
    Contact,
    """
    SELECT p.key AS key, peer_name(p.value) AS name, peer_field(p.value, 'un') AS nickname,
           'known to Telegram' AS role, CAST(account(p.key) AS TEXT) AS guid
    FROM t2 p
    """,
)
NUMBERS = Query(
    ContactPoint,
    """
    SELECT p.key AS key, p.key AS owner, 'phone' AS type, peer_field(p.value, 'p') AS value
    FROM t2 p
    """,
    of=PEOPLE,
    skip={"peer_field(p.value, 'p') IS NULL": "no number stored"},
)

parser(
    "apps.telegram.ios",
    title="Telegram, iOS",
    files=["*/postbox/db/db_sqlite"],
    queries=[MESSAGES, PLACES, CALLS, PEOPLE, NUMBERS],
    functions={
        "message_text": text, "author": author, "incoming": incoming, "stamp": stamp, "peer": peer, "account": account,
        "content": content,
        "notes": notes, "places": places, "calls": calls, "peer_name": peer_name, "peer_field": peer_field,
    },
    about="Messages of conversations, groups, channels and secret chats, with calls, places and the people it knows (a "
    "profile is no contact), where the store is not encrypted. People are numbers of accounts. Media are named by "
    "number and not yet looked up. Times are the server's, UTC seconds since 1970.",
)  # fmt: skip
