"""Telegram on Android: messages, calls, places, people and the own account of its cache."""

import base64
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from phonefx.formats import androidxml, telegramtl
from phonefx.parsers.query import Query
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Account, Call, Contact, ContactPoint, Location, Message, Record, Skip

_APP: Final = "*/org.telegram.messenger{,.web,.beta}"
WAYS: Final = {0: "incoming", 1: "outgoing"}
SENDING: Final = {0: "sent or received", 1: "being sent", 2: "not sent, failed", 3: "being edited"}
_SECRET: Final = "(m.uid & 4611686018427387904 <> 0 AND m.uid > 0) OR (m.uid > 0 AND m.uid & 4294967295 = 0)"
_NAME: Final = "nullif(substr(u.name, 1, instr(u.name || ';;;', ';;;') - 1), '')"
_FROM: Final = """LEFT JOIN users u ON u.uid = coalesce(tl_sender(m.data, m.mid), m.uid)
    LEFT JOIN opt_table(chats, uid, name) g ON g.uid = -m.uid"""
_WHO: Final = "CAST(CASE m.out WHEN 1 THEN m.uid ELSE coalesce(tl_sender(m.data, m.mid), m.uid) END AS TEXT)"


def _messages(table: str) -> str:
    return f"""
    SELECT m.rowid                  AS key,
           unix_s(m.date)           AS time,
           code(m.out, WAYS)        AS direction,
           CASE WHEN {_SECRET} THEN 'Telegram, secret chat' ELSE 'Telegram' END AS service,
           coalesce(tl_action(m.data, m.date), CASE WHEN tl_latitude(m.data) IS NOT NULL THEN 'place' END) AS content,
           code(m.send_state, SENDING) AS status,
           {_WHO}                   AS counterpart,
           CASE m.out WHEN 0 THEN {_NAME} END AS counterpart_name,
           CAST(m.uid AS TEXT)      AS thread,
           CASE WHEN m.uid < 0 THEN g.name END AS thread_name,
           tl_text(m.data, m.date)  AS body,
           CAST(m.mid AS TEXT)      AS guid,
           extra(m.read_state, m.ttl, m.media, m.imp, m.mention, m.thread_reply_id) AS extra
    FROM {table} m {_FROM}
    """


MESSAGES = Query(Message, (_messages("messages_v2"), _messages("messages")), words={"WAYS": WAYS, "SENDING": SENDING})


def _scheduled(table: str) -> str:
    return f"""
    SELECT m.rowid AS key, unix_s(m.date) AS time, 'draft' AS direction, 'Telegram' AS service,
           'scheduled, not sent' AS status, CAST(m.uid AS TEXT) AS counterpart, {_NAME} AS counterpart_name,
           CAST(m.uid AS TEXT) AS thread, tl_text(m.data, m.date) AS body, CAST(m.mid AS TEXT) AS guid
    FROM {table} m LEFT JOIN users u ON u.uid = m.uid
    """


SCHEDULED = Query(Message, (_scheduled("scheduled_messages_v2"), _scheduled("scheduled_messages")))


def _calls(table: str) -> str:
    return f"""
    SELECT m.rowid AS key, unix_s(m.date) AS time, code(m.out, WAYS) AS direction,
           coalesce(tl_call(m.data, m.date, 'reason'), 'not stated') AS outcome,
           CASE tl_call(m.data, m.date, 'video') WHEN 1 THEN 'Telegram video' ELSE 'Telegram' END AS service,
           tl_call(m.data, m.date, 'duration') AS duration_s,
           CAST(m.uid AS TEXT) AS counterpart, {_NAME} AS counterpart_name
    FROM {table} m LEFT JOIN users u ON u.uid = m.uid
    """


CALLS = Query(Call, (_calls("messages_v2"), _calls("messages")), words={"WAYS": WAYS},
              only="tl_action(m.data, m.date) = 'call'")  # fmt: skip


def _places(table: str) -> str:
    return f"""
    SELECT m.rowid AS key, unix_s(m.date) AS time, tl_latitude(m.data) AS latitude, tl_longitude(m.data) AS longitude,
           tl_accuracy(m.data) AS accuracy_m,
           CASE m.out WHEN 1 THEN 'shared_by_owner' WHEN 0 THEN 'shared_by_other' ELSE 'shared' END AS evidence_of,
           'place in a message' AS method, CASE m.out WHEN 0 THEN {_WHO} END AS whose
    FROM {table} m
    """


PLACES = Query(Location, (_places("messages_v2"), _places("messages")), only="tl_latitude(m.data) IS NOT NULL")
PEOPLE = Query(
    Contact,
    f"""
    SELECT u.uid AS key, {_NAME} AS name,
           nullif(substr(u.name, instr(u.name || ';;;', ';;;') + 3), '') AS nickname,
           'Telegram' AS account, 'known to Telegram' AS role, CAST(u.uid AS TEXT) AS guid, extra(u.status) AS extra
    FROM users u
    """,
)
NUMBERS = Query(
    ContactPoint,
    """
    SELECT u.uid AS key, u.uid AS owner, 'phone' AS type, tl_phone(u.data, u.uid) AS value FROM users u
    """,
    of=PEOPLE,
    only="tl_phone(u.data, u.uid) IS NOT NULL",
)
IMPORTED = Query(
    Contact,
    """
    SELECT c.rowid AS key, nullif(trim(coalesce(c.fname, '') || ' ' || coalesce(c.sname, '')), '') AS name,
           'Telegram' AS account, 'contact' AS role, CAST(c.uid AS TEXT) AS guid, extra(c.imported, c.key) AS extra
    FROM user_contacts_v7 c
    """,
)
IMPORTED_NUMBERS = Query(
    ContactPoint,
    """
    SELECT p.rowid AS key, (SELECT c.rowid FROM user_contacts_v7 c WHERE c.key = p.key ORDER BY c.rowid LIMIT 1) AS
           owner, 'phone' AS type, p.phone AS value, extra(p.sphone, p.deleted) AS extra
    FROM user_phones_v7 p
    """,
    of=IMPORTED,
)


def _tl_call(data: bytes, date: int, what: str) -> str | int | None:
    found = telegramtl.call(data, date)
    if found is None:
        return None
    return {"reason": found.reason, "duration": found.duration_s, "video": int(found.video)}[what]


def _coordinate(number: int, data: bytes | None) -> float | None:
    found = telegramtl.point(data) if data else None
    return found[number] if found else None


def _person(data: bytes | None, number: int) -> telegramtl.User | None:
    return telegramtl.user(data, number) if data else None


FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "tl_text": lambda data, date: telegramtl.text(data, date) if data else None,
    "tl_action": lambda data, date: telegramtl.action(data, date) if data else None,
    "tl_sender": lambda data, number: telegramtl.sender(data, number) if data else None,
    "tl_call": _tl_call,
    "tl_latitude": lambda data: _coordinate(0, data),
    "tl_longitude": lambda data: _coordinate(1, data),
    "tl_accuracy": lambda data: _coordinate(2, data),
    "tl_phone": lambda data, number: found.phone if (found := _person(data, number)) else None,
}

parser(
    "apps.telegram.android",
    title="Telegram messages, calls and people, Android",
    variants=["since late 2021", "2021, ids of 64 bits", "2021, ids of 32 bits"],
    files=[f"{_APP}/files/cache4.db", f"{_APP}/files/account*/cache4.db"],
    queries=[MESSAGES, SCHEDULED, CALLS, PLACES, PEOPLE, NUMBERS, IMPORTED, IMPORTED_NUMBERS],
    functions=FUNCTIONS,
    about="Messages, calls and people in Telegram's cache, one file for each account of the app. Times are UTC "
    "seconds. Direction, time and conversation are columns of their own; text, sender, call and place are read from "
    "Telegram's own encoding, as far as that is the same in all its versions: what is not understood is left empty. "
    "It is a cache: what is missing proves nothing, and people and groups are listed that the owner never wrote to. A "
    "place was chosen by its sender. Telegram removes a deleted message from the table at once.",
)


def own(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the account that this slot of the app is signed in to."""
    others = 0
    for each in opened.content.walk("string", "int", "long", "boolean", "float"):
        encoded = re.sub(r"\s", "", each.text) if each.get("name") == "user" else ""
        if not encoded:
            others += 1
            continue
        found = telegramtl.user(base64.b64decode(encoded))
        if found is None:
            yield Skip("user", "an account in a form that is not understood")
            continue
        name = " ".join(filter(None, (found.first, found.last))) or None
        yield Account(key="user", service="Telegram", identifier=found.phone or str(found.id), name=name,
                      extra=f"id {found.id}" + (f", @{found.username}" if found.username else ""))  # fmt: skip
    yield Skip("others", f"{others} settings that say nothing of the account")


parser(
    "apps.telegram.android.account",
    title="Telegram's own account, Android",
    variants=["userconfing.xml"],
    files=[f"{_APP}/shared_prefs/userconf{{ing,ig1,ig2,ig3}}.xml"],
    read=androidxml.read,
    records=own,
    about="The account that Telegram is signed in to: number, name and id. There is no time in it.",
    tested={"android_telegram": 1},
)
