"""What is left of a deleted thing: a search for its bytes in the files as they were written.

This search knows nothing of how the store works and nothing of how `phonefx` recovers rows. It looks for the stored
words of the fact in the database file and in the log and journal beside it, and says where it found them.
"""

from __future__ import annotations

import mmap
import struct
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

    from phonefx.synth.facts import Fact, FactBook

SIBLINGS: Final = {"": "database", "-wal": "write-ahead log", "-journal": "journal"}
WINDOW: Final = 600
_SHORTEST: Final = 4
_MARKED: Final = {"message", "ZWAMESSAGE"}
"""Tables whose rows hold a message's own identifier as text."""


def traces(fact: Fact) -> list[bytes]:
    """Give the byte strings that together identify a fact in its store, the longest first."""
    values = fact.values
    if fact.kind == "message":
        found = [values["body"].encode()] if values.get("body") else []
        if fact.place in _MARKED and values.get("guid"):
            found.append(values["guid"].encode())
    elif fact.kind == "call":
        found = [values["counterpart"].encode(), _stored_time(fact)]
    elif fact.kind == "contact":
        found = [values["name"].encode() if fact.place == "contacts" else values["name"].partition(" ")[0].encode()]
    elif fact.kind in {"calendar_entry", "note"}:
        found = [values["title"].encode()]
    elif fact.kind == "web_visit":
        found = [_visited(fact)]
    elif fact.kind == "media":
        found = [fact.path.rpartition("/")[2].encode()]
    else:
        found = []
    return sorted(found, key=len, reverse=True)


def _visited(fact: Fact) -> bytes:
    """Give a visit's time as its row keeps it: eight bytes of microseconds since 1601, or of seconds since 2001."""
    if fact.place == "visits":
        return int(fact.values["time_us"] + 11_644_473_600_000_000).to_bytes(8, "big")
    return struct.pack(">d", (fact.values["time_us"] - 978_307_200_000_000) / 1_000_000)


def _stored_time(fact: Fact) -> bytes:
    """Give a call's start as its row keeps it: six bytes of milliseconds, or eight of seconds since 2001."""
    if fact.place == "calls":
        return int(fact.values["time_us"] // 1000).to_bytes(6, "big")
    return struct.pack(">d", (fact.values["time_us"] - 978_307_200_000_000) / 1_000_000)


def remains(root: Path, fact: Fact) -> list[str]:
    """Say in which files of the store all traces of a fact stand together."""
    wanted = traces(fact)
    if not wanted or len(wanted[0]) < _SHORTEST:
        return []
    store = fact.values["indexed"][0] if "indexed" in fact.values else fact.path
    found = []
    for suffix, name in SIBLINGS.items():
        path = root / f"{store.lstrip('/')}{suffix}"
        if path.is_file() and path.stat().st_size and _together(path, wanted):
            found.append(name)
    return found


def _together(path: Path, wanted: list[bytes]) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        at = content.find(wanted[0])
        while at >= 0:
            around = content[max(0, at - WINDOW) : at + len(wanted[0]) + WINDOW]
            if all(each in around for each in wanted[1:]):
                return True
            at = content.find(wanted[0], at + 1)
    return False


def survey(root: Path, phone: str, book: FactBook) -> None:
    """Enter into the book what is left of everything that was deleted on a phone."""
    for fact in list(book.find("phone = ? AND state = 'deleted'", phone)):
        left = remains(root, fact)
        ending: dict[str, Any] = dict(fact.ending) | {"left_in": left, "survives": "yes" if left else "no"}
        if left and _said_again(fact, book):
            ending["survives"] = "cannot tell: the same words are also stored in a live row"
        book.end(fact.number, fact.state, ending)


def _said_again(fact: Fact, book: FactBook) -> bool:
    if fact.kind != "message" or (fact.place in _MARKED and "guid" in fact.values):
        return False
    condition = "phone = ? AND kind = 'message' AND state = 'live' AND path = ? AND json_extract(facts, '$.body') = ?"
    return any(True for _ in book.find(condition, fact.phone, fact.path, fact.values["body"]))
