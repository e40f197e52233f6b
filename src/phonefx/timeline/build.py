"""Computes what is derived from the items of a case, in one order.

What the report and the map show is computed by every run that writes them; the rest when it is first asked for, as the
index of words is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from phonefx.case import room
from phonefx.case.store import DATABASE, Case
from phonefx.errors import CaseError
from phonefx.timeline import due, marks, meetings, movement, people, tables
from phonefx.timeline.movement.records import Track
from phonefx.timeline.people.records import PartyUse, Spelling
from phonefx.timeline.uses import CommonUse

Found = dict[str, dict[str, int]]
"""What each step counted."""
Written = list[tuple[str, Any, bool]]
"""Statements in their order: each with its values, and whether these are many rows of values."""
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
    people.Identity, Spelling, people.Party, PartyUse, CommonUse, people.Person, people.PersonName, people.PersonJoin,
    people.PersonDoubt, people.Owner, people.HomeRegion, Track, movement.Stay, movement.Trip,
    movement.RegularPlace, movement.PlaceUse, movement.Movement, meetings.Meeting, meetings.MeetingPair,
)  # fmt: skip
MADE_AT_ONCE: Final = tuple(map(tables.table_name, _AT_ONCE))
"""The tables of the steps of every run."""

_CHANGES: Final = ("INSERT", "UPDATE", "DELETE", "CREATE", "DROP")


def build(case: Case, step: Callable[[str], None] = lambda _: None) -> dict[str, dict[str, int]]:
    """Write the tables that report and map show anew; the same items and decisions give the same rows.

    Args:
        case: open for writing.
        step: told the name of each step as it begins.
    """
    with case.transaction() as database:
        return rebuild(database, step)


class _Recorded(sqlite3.Connection):
    """A connection that keeps the statements that change its database."""

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - whatever sqlite3 takes
        super().__init__(*given, **named)
        self.written: Written = []

    def execute(self, sql: str, parameters: Any = ()) -> sqlite3.Cursor:  # noqa: ANN401
        """Execute a statement."""
        if sql.lstrip().startswith(_CHANGES):
            self.written.append((sql, parameters, False))
        return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any) -> sqlite3.Cursor:  # noqa: ANN401
        """Execute a statement with many rows of values."""
        self.written.append((sql, list(parameters), True))
        return super().executemany(sql, self.written[-1][1])


def follow_movement(folder: Path, target: Path) -> tuple[Found, Written]:
    """Compute movement and meetings of a finished case, which is only read, into a database of their own, `target`.

    They need items and their own tables alone, so another process may do this while `build_beside` is at the people.
    Gives what was counted, and what is to be written behind the positions that were laid.
    """
    with closing(sqlite3.connect(target.resolve().as_uri(), uri=True, isolation_level=None, factory=_Recorded)) as made:
        made.execute("PRAGMA journal_mode = OFF")
        made.execute("ATTACH ? AS evidence", (f"{(folder / DATABASE).resolve().as_uri()}?mode=ro",))
        made.execute("BEGIN")
        movement.lay(made)
        made.written.clear()
        return _follow(made), made.written


def build_beside(case: Case, followed: Callable[[], tuple[Found, Written] | None]) -> Found:
    """Do what `build` does in a case without derived tables, while another process is at `follow_movement`.

    `followed` waits for that and gives its result, or None where it came to no end. What it wrote is written again,
    statement for statement, so that the case has the same bytes as one that was made by one process.
    """
    case.db.execute("PRAGMA cache_spill = OFF")  # to write before the end would be to wait until nobody reads
    try:
        with case.transaction() as database:
            _drop(database, MADE_LATER)
            found = _run(database, STEPS[:1], lambda _: None)
            movement.lay(database)
            made = followed()
            if made is None:
                made = _follow(database), []
            for sql, values, many in made[1]:
                (database.executemany if many else database.execute)(sql, values)
            _set_due(database, "later")
            return found | made[0]
    finally:
        case.db.execute("PRAGMA cache_spill = ON")


def _follow(database: sqlite3.Connection) -> Found:
    return {"movement": movement.follow(database), "meetings": meetings.build(database)}


def is_first(case: Case) -> bool:
    """Whether a case has no derived tables yet."""
    return not tables.exists(case.db, Track)


def rebuild(database: sqlite3.Connection, step: Callable[[str], None] = lambda _: None) -> dict[str, dict[str, int]]:
    """Do what `build` does inside a transaction that is open already; what waits is due again."""
    _drop(database, MADE_LATER)
    found = _run(database, STEPS, step)
    _set_due(database, "later")
    return found


def drop_all(database: sqlite3.Connection) -> None:
    """Remove every derived table."""
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
    database.execute("CREATE INDEX IF NOT EXISTS party_identity ON party(identity)")
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
