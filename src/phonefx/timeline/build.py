"""Computes what is derived from the items of a case, in one order.

What the report and the map show is computed by every run that writes them; the rest when it is first asked for, as the
index of words is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Final

from phonefx.case import room
from phonefx.case.store import Case
from phonefx.errors import CaseError
from phonefx.timeline import due, marks, meetings, movement, people, tables
from phonefx.timeline.movement.records import Line, Track
from phonefx.timeline.people.records import PartyUse, Spelling
from phonefx.timeline.uses import CommonUse

Step = tuple[str, Callable[[sqlite3.Connection], dict[str, int]]]

STEPS: Final[tuple[Step, ...]] = (
    ("people", people.build),
    ("movement", movement.build),
    ("meetings", meetings.build),
)
"""The steps of every run with a report, each with the function that writes its tables anew and counts what it found."""

LATER: Final = (("same events", "sameness"), ("clocks", "clocks"), ("links", "links"), ("leads", "leads"))
"""The steps that wait until a command shows what they make, each with its package; no report and no map needs them."""

MADE_LATER: Final = (
    "same_event", "same_event_item", "one_sided", "zone_span", "clock_event", "placed_time", "clock_offset", "link",
    "group_member", "lead", "lead_item",
)  # fmt: skip
"""The tables of the steps that wait. They are not there, rather than out of date, until they are asked for."""

_AT_ONCE: Final[tuple[type, ...]] = (
    people.Identity, Spelling, people.PartyOwn, people.PartyCommon, PartyUse, CommonUse, people.Person,
    people.PersonName, people.PersonJoin, people.PersonDoubt, people.Owner, people.HomeRegion, Track, Line,
    movement.Stay, movement.Trip, movement.RegularPlace, movement.PlaceUse, movement.Movement, meetings.Meeting,
    meetings.MeetingPair,
)  # fmt: skip
MADE_AT_ONCE: Final = tuple(map(tables.table_name, _AT_ONCE))
"""The tables of the steps of every run."""


def build(case: Case, step: Callable[[str], None] = lambda _: None) -> dict[str, dict[str, int]]:
    """Write the tables that report and map show anew; the same items and decisions give the same rows.

    Args:
        case: open for writing.
        step: told the name of each step as it begins.
    """
    with case.transaction() as database:
        return rebuild(database, step)


def rebuild(database: sqlite3.Connection, step: Callable[[str], None] = lambda _: None) -> dict[str, dict[str, int]]:
    """Do what `build` does inside a transaction that is open already; what waits is due again."""
    _drop(database, MADE_LATER)
    found = _run(database, STEPS, step)
    _set_due(database, "later")
    return found


def drop_all(database: sqlite3.Connection) -> None:
    """Remove every derived table, and the view of them."""
    database.execute("DROP VIEW IF EXISTS party")
    _drop(database, (*MADE_AT_ONCE, *MADE_LATER))


def ready(folder: Path) -> None:
    """Write the tables that report and map show, if they are due; that is logged and the case is sealed again.

    Raises:
        CaseError: the case cannot be written to.
    """
    _make_due(folder, {"all"}, rebuild)


def complete(folder: Path) -> None:
    """Write every table that is due, as `ready` does."""
    _make_due(folder, {"all", "later"}, finish)


def finish(database: sqlite3.Connection) -> dict[str, dict[str, int]]:
    """Write every table that is due, inside a transaction that is open already."""
    row = database.execute("SELECT value FROM meta WHERE name = ?", (due.FACT,)).fetchone()
    found = rebuild(database) if row and row[0] == "all" else {}
    found |= _run(database, later(), lambda _: None)
    _set_due(database, "none")
    return found


def later() -> tuple[Step, ...]:
    """Give the steps that wait, loaded now: a run that does not take them spares itself their modules."""
    return tuple((name, import_module(f"phonefx.timeline.{package}").build) for name, package in LATER)


def _make_due(folder: Path, states: set[str], make: Callable[[sqlite3.Connection], dict[str, dict[str, int]]]) -> None:
    with Case.finished(folder) as case:
        if case.meta(due.FACT) not in states:
            return
    try:
        with marks.changing(folder, "derived tables") as change:
            change.details |= make(change.database)
    except sqlite3.OperationalError as error:
        if room.is_gone(error):
            raise
        raise CaseError(folder, f"what this command shows is computed at its first use, and {error}") from error


def _set_due(database: sqlite3.Connection, state: str) -> None:
    database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (due.FACT, state))


def _drop(database: sqlite3.Connection, names: tuple[str, ...]) -> None:
    for name in names:
        database.execute(f"DROP TABLE IF EXISTS {name}")


def _run(
    database: sqlite3.Connection, steps: tuple[Step, ...], step: Callable[[str], None]
) -> dict[str, dict[str, int]]:
    found = {}
    for name, run in steps:
        step(name)
        found[name] = run(database)
    return found
