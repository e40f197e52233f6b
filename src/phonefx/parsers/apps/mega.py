"""Chats of MEGA: messages, files and places sent with them, people; the schema is that of the public MEGAchat."""

import json
from typing import Any, Final

from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Attachment, Contact, ContactPoint, Location, Message

TYPES: Final = {
    1: "message", 2: "members changed", 3: "chat emptied", 4: "rights of a member changed", 5: "title changed",
    6: "call ended", 7: "call started", 8: "link to the chat made", 9: "link to the chat removed",
    101: "file", 102: "file withdrawn", 103: "contact", 104: "message with a place or a preview", 105: "voice clip",
}  # fmt: skip
_OWNER: Final = "(SELECT v.value FROM opt_table(vars, name, value) v WHERE v.name = 'my_handle' LIMIT 1)"
_MAIL: Final = "(SELECT c.email FROM opt_table(contacts, userid, email) c WHERE c.userid = h.userid LIMIT 1)"
_PEER: Final = """(SELECT coalesce(c.email, CAST(p.peer AS TEXT)) FROM opt_table(chats, chatid, peer) p
            LEFT JOIN opt_table(contacts, userid, email) c ON c.userid = p.peer
            WHERE p.chatid = h.chatid AND p.peer > 0 LIMIT 1)"""

MESSAGES = Query(
    Message,
    f"""
    SELECT h.rowid AS key, unix_s(h.ts) AS time,
           CASE h.userid = {_OWNER} WHEN 1 THEN 'outgoing' WHEN 0 THEN 'incoming' END AS direction, 'MEGA' AS service,
           code(h.type, TYPES) AS content,
           CASE h.is_encrypted WHEN 0 THEN NULL ELSE 'not deciphered by the app' END AS status,
           CASE WHEN h.userid = {_OWNER} THEN {_PEER} ELSE coalesce({_MAIL}, CAST(h.userid AS TEXT)) END AS
           counterpart, CASE WHEN h.userid = {_OWNER} THEN CAST(h.userid AS TEXT) END AS account,
           CAST(h.chatid AS TEXT) AS thread,
           CASE WHEN coalesce(h.is_encrypted, 0) <> 0 THEN NULL WHEN h.type = 1 THEN CAST(h.data AS TEXT)
           WHEN h.type = 104 THEN mega(h.data, 'textMessage') END AS body, CAST(h.msgid AS TEXT) AS guid,
           extra(h.userid, h.updated, h.is_encrypted) AS extra
    FROM history h
    """,
    words={"TYPES": TYPES},
)
FILES = Query(
    Attachment,
    """
    SELECT h.rowid AS key, h.rowid AS owner, mega(h.data, 'name') AS name, mega(h.data, 's') AS size
    FROM history h
    """,
    of=MESSAGES,
    only="h.type IN (101, 105) AND coalesce(h.is_encrypted, 0) = 0 AND mega(h.data, 'name') IS NOT NULL",
)
PLACES = Query(
    Location,
    f"""
    SELECT h.rowid AS key, unix_s(h.ts) AS time, CAST(mega(h.data, 'la') AS REAL) AS latitude,
           CAST(mega(h.data, 'lng') AS REAL) AS longitude,
           CASE h.userid = {_OWNER} WHEN 1 THEN 'shared_by_owner' WHEN 0 THEN 'shared_by_other' ELSE 'shared' END
           AS evidence_of, 'sent with a message' AS method, coalesce({_MAIL}, CAST(h.userid AS TEXT)) AS whose
    FROM history h
    """,
    only="h.type = 104 AND coalesce(h.is_encrypted, 0) = 0 AND mega(h.data, 'la') IS NOT NULL",
)
PEOPLE = Query(
    Contact,
    """
    SELECT c.rowid AS key, unix_s(nullif(c.since, 0)) AS created, 'MEGA' AS account,
           CASE opt(c.visibility) WHEN 0 THEN 'removed contact' WHEN 1 THEN 'contact' WHEN 3 THEN 'blocked' ELSE
           'known to the app' END AS role, CAST(c.userid AS TEXT) AS guid
    FROM contacts c
    """,
)
ADDRESSES = Query(
    ContactPoint,
    "SELECT c.rowid AS key, c.rowid AS owner, 'email' AS type, c.email AS value FROM contacts c",
    of=PEOPLE,
    only="coalesce(c.email, '') <> ''",
)


def mega(data: bytes | str | None, name: str) -> str | int | None:
    """Give a member of what a message carries: JSON behind two or three bytes of type, its inner list flattened."""
    raw = data.encode() if isinstance(data, str) else bytes(memoryview(data or b""))
    start = min((at for at in (raw.find(b"{", 0, 5), raw.find(b"[", 0, 5)) if at >= 0), default=-1)
    if start < 0 or len(raw) > 4_000_000:
        return None
    stored: Any = json.loads(raw[start:].rstrip(b"\x00"))
    for part in [*(stored if isinstance(stored, list) else [stored, *(stored.get("extra") or [])])]:
        found = part.get(name) if isinstance(part, dict) else None
        if isinstance(found, str | int):
            return found
    return None


parser(
    "apps.mega",
    title="Chats of MEGA",
    variants=["MEGAchat"],
    files=["*/karere-*.db"],
    queries=[MESSAGES, FILES, PLACES, PEOPLE, ADDRESSES],
    functions={"mega": mega},
    about="Messages of the chat in MEGA, as the app deciphered them, with files and places. The counterpart of a "
    "message that came in is its author, of one sent the other member, where there is one alone. Times are UTC "
    "seconds. A place was chosen by its sender on a map. Of several files in one message the first is named. A "
    "changed message stands with its last text (`updated` is how many seconds later).",
)
