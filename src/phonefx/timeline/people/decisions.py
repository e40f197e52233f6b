"""The examiner's decisions about people: stored, never undone in silence, applied at every computation."""

from __future__ import annotations

import sqlite3
from typing import Final

from phonefx.errors import UsageError
from phonefx.timeline import tables
from phonefx.timeline.people.records import PeopleDecision

ACTIONS: Final = ("join", "split", "name", "region")


def decisions_of(connection: sqlite3.Connection) -> list[PeopleDecision]:
    """Give the decisions in the order in which they were made."""
    return list(tables.read(connection, PeopleDecision, "ORDER BY id"))


def decide(
    connection: sqlite3.Connection, action: str, key: str, value: str | None, why: str | None, time: str
) -> PeopleDecision:
    """Add a decision; it takes effect when people are computed anew (`build`).

    Args:
        connection: of a case, open for writing.
        action: one of `ACTIONS`.
        key: an identity's key or its shown form; for `region` an exhibit's label.
        value: the other identity, the name, or the ISO code of the region.
        why: the examiner's reason.
        time: UTC, ISO 8601.

    Raises:
        UsageError: nothing in the case has that key.
    """
    if action not in ACTIONS:
        raise UsageError(f"{action}: not one of {', '.join(ACTIONS)}")
    if action == "region":
        if connection.execute("SELECT 1 FROM exhibit WHERE label = ?", (key,)).fetchone() is None:
            raise UsageError(f"{key}: no such exhibit")
    else:
        key = key_of(connection, key)
    if action == "join":
        value = key_of(connection, value or "")
    tables.ensure(connection, PeopleDecision)
    number = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM people_decision").fetchone()[0]
    decision = PeopleDecision(number, action, key, value, why, time)
    tables.insert(connection, PeopleDecision, tables.stored([decision]))
    return decision


def key_of(connection: sqlite3.Connection, text: str) -> str:
    """Give the key of an identity that is named by its key, its shown form, or a spelling that only it has."""
    asked = (
        "SELECT key FROM identity WHERE key = ?1 OR shown = ?1 UNION SELECT d.key FROM spelling s"
        " JOIN identity d ON d.id = s.identity WHERE s.value = ?1"
    )
    found = [row[0] for row in connection.execute(asked, (text,))]
    if len(found) != 1:
        reason = (
            "no identity of this case" if not found else f"may be {', '.join(sorted(found)[:5])}: give one of these"
        )
        raise UsageError(f"{text}: {reason}")
    return str(found[0])
