"""Computes everything that is derived from the items of a case, in one order and one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Final

from phonefx.case.store import Case
from phonefx.timeline import clocks, leads, links, meetings, movement, people, sameness

STEPS: Final[tuple[tuple[str, Callable[[sqlite3.Connection], dict[str, int]]], ...]] = (
    ("people", people.build),
    ("same events", sameness.build),
    ("movement", movement.build),
    ("clocks", clocks.build),
    ("meetings", meetings.build),
    ("links", links.build),
    ("leads", leads.build),
)
"""The steps, each with the function that writes its tables anew and counts what it found."""


def build(case: Case, step: Callable[[str], None] = lambda _: None) -> dict[str, dict[str, int]]:
    """Write every derived table of a case anew; the same items and decisions give the same rows.

    Args:
        case: open for writing.
        step: told the name of each step as it begins.
    """
    with case.transaction() as database:
        return rebuild(database, step)


def rebuild(database: sqlite3.Connection, step: Callable[[str], None] = lambda _: None) -> dict[str, dict[str, int]]:
    """Do what `build` does inside a transaction that is open already."""
    found = {}
    for name, run in STEPS:
        step(name)
        found[name] = run(database)
    return found
