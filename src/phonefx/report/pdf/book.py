"""What every section of a report has at hand: the case, the page, the words, the clock and the names."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from phonefx.case.known import require_known
from phonefx.errors import UsageError
from phonefx.report.clock import Clock
from phonefx.report.names import Names
from phonefx.report.options import Options
from phonefx.report.pdf.pictures import Pictures
from phonefx.report.pdf.sheet import Sheet
from phonefx.report.pdf.tally import Count, period, tally
from phonefx.report.phrases import Phrases
from phonefx.timeline import uses
from phonefx.timeline.marks.selecting import selected

Row = dict[str, Any]
_EXACT: Final = 2.0**53
"""Above it not every whole number has a value of its own."""


@dataclass(slots=True)
class Book:
    """One report in the making. `say` gives a text of the report's own in its language, `phrase` one of the case's."""

    database: sqlite3.Connection
    options: Options
    sheet: Sheet
    clock: Clock
    names: Names
    say: Callable[[str], str]
    known: dict[str, str]
    pictures: Pictures = field(default_factory=Pictures)
    cited: list[int] = field(default_factory=list)
    emoji: dict[str, int] = field(default_factory=dict)
    left_away: list[str] = field(default_factory=list)
    positions: Counter[tuple[str | None, str]] | None = None
    _counts: dict[str, list[Count]] = field(default_factory=dict)
    _counted: set[str] = field(default_factory=set)
    phrase: Phrases = field(init=False)

    def __post_init__(self) -> None:
        self.phrase = Phrases(self.say)

    def rows(self, sql: str, *values: Any) -> Iterator[Row]:  # noqa: ANN401 - whatever SQLite takes
        """Give the rows of a query one at a time."""
        cursor = self.database.execute(sql, values)
        names = [column[0] for column in cursor.description]
        for row in cursor:
            yield dict(zip(names, row, strict=True))

    def one(self, sql: str, *values: Any) -> Any:  # noqa: ANN401
        """Give the single value of a query."""
        row = self.database.execute(sql, values).fetchone()
        return row[0] if row else None

    def has_table(self, name: str) -> bool:
        """Tell whether the case has a derived table."""
        return bool(self.one("SELECT count(*) FROM sqlite_master WHERE name = ?", name))

    def fact(self, name: str) -> str:
        """Give what was stated about the case; what was not stated reads `not recorded`."""
        value = self.options.facts.get(name) or self.known.get(name)
        if isinstance(value, list | tuple):
            return "\n".join(f"{number}. {each}" for number, each in enumerate(value, 1))
        return str(value) if value else self.say("not recorded")

    def labelled(self, label: str, value: str) -> str:
        """Set a word of the report before a value, with the stop between them that the language uses."""
        return self.say("{label}: {value}").format(label=label, value=value)

    def cite(self, item: int) -> str:
        """Give an item's number as it is printed, and remember it for the appendix of provenance."""
        self.cited.append(item)
        return f"#{item}"

    def only(self, column: str) -> str:
        """Give the SQL that keeps to the selected items; nothing where all are."""
        return "" if self.options.selection.is_empty else f" AND {column} IN (SELECT item FROM chosen)"

    def counts(self, *, every: bool = False) -> list[Count]:
        """Count the records by kind and state: the selected ones, or all."""
        only = "" if every else self.only("o.item")
        if only not in self._counts:
            self._counts[only] = tally(self.database, only)
        return self._counts[only]

    def count(self, kind: str) -> int:
        """Count the records of one kind without those of an earlier version."""
        return sum(each.items for each in self.counts() if each.kind == kind and each.state != "superseded")

    def period(
        self, kinds: tuple[str, ...], state: str | None = None, *, every: bool = False
    ) -> tuple[int, int] | None:
        """Give the first and last time of some kinds, in one state or in all: of the selected records, or of all."""
        only = "" if every else self.only("o.item")
        return period(self.database, self.counts(every=every), kinds, state, only)

    def uses(self, *, every: bool = False) -> str:
        """Name the table of how many messages and calls share a combination: the selected ones, or all."""
        only = "" if every else self.only("o.item")
        if not only and self.has_table(uses.TABLE):
            return uses.TABLE
        name = "chosen_use" if only else "every_use"
        if name not in self._counted:
            uses.count_aside(self.database, name, only)
            self._counted.add(name)
        return f"temp.{name}"

    def withheld(self, item: int) -> str | None:
        """Give the text that stands in place of an item that is withheld; None where it is not."""
        reason = self.options.redaction.reasons.get(item)
        return None if reason is None else self.say("[withheld: {reason}]").format(reason=reason)

    def who(self, address: Any, name: Any) -> str:  # noqa: ANN401
        """Give a number or address with the name known for it."""
        return self.names.label(text(address) or None, text(name) or None)


def text(value: Any) -> str:  # noqa: ANN401
    """Show a stored value with every digit of it; a whole number without a point, what is NULL as nothing."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return f"{value:.0f}"
    return str(value)


def measure(value: Any) -> str:  # noqa: ANN401
    """Show a radius or a duration to the thousandth: what a reader compares, not what he looks up in the exhibit."""
    return text(round(value, 3)) if isinstance(value, float) else text(value)


def choose(database: sqlite3.Connection, options: Options) -> None:
    """Make the temporary table of the selected items; `place` is the examiner's order, where there is one.

    Raises:
        UsageError: an item that was named is not in the case, or there is no such kind.
    """
    selection = options.selection
    require_known(database, kinds=selection.kinds)
    database.execute("DROP TABLE IF EXISTS temp.chosen")
    database.execute("CREATE TEMP TABLE chosen(item INTEGER PRIMARY KEY, place INTEGER)")
    if selection.is_empty:
        return
    listed = [*selected(database, selection.named)] if selection.named else []
    places = enumerate(dict.fromkeys([*listed, *selection.items]), 1)
    database.executemany("INSERT OR IGNORE INTO chosen SELECT id, ? FROM item WHERE id = ?", list(places))
    for item in selection.items:
        if database.execute("SELECT 1 FROM chosen WHERE item = ?", (item,)).fetchone() is None:
            raise UsageError(f"the case has no item {item}")
    condition, values = selection.condition()
    database.execute(f"INSERT OR IGNORE INTO chosen SELECT item, NULL FROM timeline WHERE {condition}", values)
