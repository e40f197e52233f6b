"""The book of facts: every thing that was put on a phone, where, and whether it is still there.

It is kept on disk while phones are made, so that a million facts cost no memory, and becomes the answer key.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TABLE: Final = """
    CREATE TABLE fact (id INTEGER PRIMARY KEY, phone TEXT, kind TEXT, state TEXT, event TEXT, thread TEXT,
                       path TEXT, place TEXT, row, facts TEXT, ending TEXT)
"""
_BATCH: Final = 2000


@dataclass(slots=True)
class Fact:
    """One fact of a phone.

    Attributes:
        phone: id of the phone.
        kind: the kind of record that shows it (`message`, `call`, `location` ...).
        values: what the record says, under the names of the record's fields; times in microseconds as `NAME_us`.
        path: file on the device.
        place: table, or what stands for one.
        row: row key, or what stands for one.
        event: id of the scenario's event; empty for background life.
        thread: conversation it belongs to, for deletions.
        state: `live`, or how it ended: `deleted`, `superseded`, `recently_deleted`.
        ending: when and how it ended and what is left of it.
        number: its number in the key.
    """

    phone: str
    kind: str
    values: dict[str, Any]
    path: str = ""
    place: str = ""
    row: int | str = ""
    event: str = ""
    thread: str = ""
    state: str = "live"
    ending: dict[str, Any] = field(default_factory=dict)
    number: int = 0

    def as_json(self) -> dict[str, Any]:
        """Give the fact as the key shows it."""
        shown: dict[str, Any] = {"fact": self.number, "phone": self.phone, "kind": self.kind, "state": self.state}
        if self.event:
            shown["event"] = self.event
        shown |= {"values": self.values, "path": self.path, "table": self.place, "row": self.row}
        if self.ending:
            shown["ending"] = self.ending
        return shown


class FactBook:
    """Facts on disk, in the order in which they happened."""

    def __init__(self, path: Path) -> None:
        """Open an empty book."""
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.execute(_TABLE)
        self._database.execute("BEGIN")
        self._waiting: list[tuple[Any, ...]] = []
        self._count = 0

    def add(self, fact: Fact) -> int:
        """Enter a fact and give its number."""
        self._count += 1
        self._waiting.append((
            self._count, fact.phone, fact.kind, fact.state, fact.event, fact.thread, fact.path, fact.place, fact.row,
            json.dumps(fact.values, ensure_ascii=False), json.dumps(fact.ending) if fact.ending else "",
        ))  # fmt: skip
        if len(self._waiting) >= _BATCH:
            self._flush()
        return self._count

    def _flush(self) -> None:
        self._database.executemany("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self._waiting)
        self._waiting.clear()

    def end(self, number: int, state: str, ending: dict[str, Any]) -> None:
        """Say that a fact is no longer live."""
        self._flush()
        change = (state, json.dumps(ending, ensure_ascii=False), number)
        self._database.execute("UPDATE fact SET state = ?, ending = ? WHERE id = ?", change)

    def find(self, where: str, *values: object) -> Iterator[Fact]:
        """Give the facts that fit an SQL condition over phone, kind, state, event, thread, path, place, row."""
        self._flush()
        for row in self._database.execute(f"SELECT * FROM fact WHERE {where} ORDER BY id", values):
            yield _fact(row)

    def counts(self) -> list[tuple[str, str, str, int]]:
        """Count facts by phone, kind and state."""
        self._flush()
        return self._database.execute(
            "SELECT phone, kind, state, count(*) FROM fact GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        ).fetchall()

    def close(self) -> None:
        """Close the book; its file may go."""
        self._database.close()


def _fact(row: tuple[Any, ...]) -> Fact:
    number, phone, kind, state, event, thread, path, place, key, values, ending = row
    return Fact(phone, kind, json.loads(values), path, place, key, event, thread, state,
                json.loads(ending) if ending else {}, number)  # fmt: skip
