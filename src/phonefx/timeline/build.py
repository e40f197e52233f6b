"""Computes what is derived from the items of a case, in one order.

What the report and the map show is computed by every run; the rest when it is first asked for, as the index of words.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final

from phonefx.case.store import Case
from phonefx.errors import CaseError
from phonefx.timeline import clocks, leads, links, marks, meetings, movement, people, sameness, tables

Step = tuple[str, Callable[[sqlite3.Connection], dict[str, int]]]

STEPS: Final[tuple[Step, ...]] = (
    ("people", people.build),
    ("movement", movement.build),
    ("meetings", meetings.build),
)
"""The steps of every run, each with the function that writes its tables anew and counts what it found."""

LATER: Final[tuple[Step, ...]] = (
    ("same events", sameness.build),
    ("clocks", clocks.build),
    ("links", links.build),
    ("leads", leads.build),
)
"""The steps that wait until a command shows what they make; no report and no map needs them."""

MADE_LATER: Final[tuple[type, ...]] = (
    sameness.SameEvent, sameness.SameEventItem, sameness.OneSided, clocks.ZoneSpan, clocks.ClockEvent,
    clocks.PlacedTime, clocks.ClockOffset, links.Link, links.GroupMember, leads.Lead, leads.LeadItem,
)  # fmt: skip
"""The tables of the steps that wait. They are not there, rather than out of date, until they are asked for."""

_DUE: Final = "tables_due"


def build(case: Case, step: Callable[[str], None] = lambda _: None) -> dict[str, dict[str, int]]:
    """Write the derived tables of a case anew; the same items and decisions give the same rows.

    Args:
        case: open for writing.
        step: told the name of each step as it begins.
    """
    with case.transaction() as database:
        return rebuild(database, step)


def rebuild(database: sqlite3.Connection, step: Callable[[str], None] = lambda _: None) -> dict[str, dict[str, int]]:
    """Do what `build` does inside a transaction that is open already; what waits is due again."""
    found = _run(database, STEPS, step)
    for kind in MADE_LATER:
        database.execute(f"DROP TABLE IF EXISTS {tables.table_name(kind)}")
    database.execute("INSERT OR REPLACE INTO meta VALUES (?, 'yes')", (_DUE,))
    return found


def complete(folder: Path) -> None:
    """Write the tables that waited, if they are due; that is logged and the case is sealed again.

    Raises:
        CaseError: the case cannot be written to.
    """
    with Case.finished(folder) as case:
        due = case.meta(_DUE) == "yes"
    if not due:
        return
    try:
        with marks.changing(folder, "derived tables") as change:
            change.details |= finish(change.database)
    except sqlite3.OperationalError as error:
        raise CaseError(folder, f"what this command shows is computed at its first use, and {error}") from error


def finish(database: sqlite3.Connection) -> dict[str, dict[str, int]]:
    """Write the tables that waited, inside a transaction that is open already."""
    found = _run(database, LATER, lambda _: None)
    database.execute("INSERT OR REPLACE INTO meta VALUES (?, 'no')", (_DUE,))
    return found


def _run(
    database: sqlite3.Connection, steps: tuple[Step, ...], step: Callable[[str], None]
) -> dict[str, dict[str, int]]:
    found = {}
    for name, run in steps:
        step(name)
        found[name] = run(database)
    return found
