"""Computers that iTunes or Finder synced the phone with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from phonefx.parsers.reading import whole
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Account, Record, Skip

MAGIC: Final = b"frpd"
PAIRS: Final = (0x180, 0x240)
WIDTH: Final = 64
"""Twice a name of a user and, 64 bytes on, of a computer; in the one real file that was seen both are the same."""


def computers(opened: Opened) -> Iterator[Record | Skip]:
    """The user and the computer of each pair that is filled in; both are often the same."""
    data: bytes = opened.content
    if data[:4] != MAGIC:
        yield Skip(0, "not of the known form")
        return
    seen: set[tuple[str, str]] = set()
    for at in PAIRS:
        user, name = (_text(data[start : start + WIDTH]) for start in (at, at + WIDTH))
        if not name or (user, name) in seen:
            yield Skip(at, "the same again" if name else "no computer named")
            continue
        seen.add((user, name))
        yield Account(key=at, service="computer that synced the phone", identifier=name, name=user or None)


def _text(field: bytes) -> str:
    return field.partition(b"\0")[0].decode("utf-8", "backslashreplace")


parser(
    "ios.device.computers.itunes",
    title="Computers that synced the phone (iTunes), iOS",
    files=["*/iTunes_Control/iTunes/iTunesPrefs"],
    read=whole,
    records=computers,
    about="Name of the user and of the computer that iTunes or Finder synced the phone with. There is no time in it.",
    tested={"ios16_belkactf6_ffs": 1},
)
