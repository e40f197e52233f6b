"""Says what of a record is not proven, because the query looked at a value that is lost of its row.

A lost value stands in the row as NULL. Where the query made something of that (a direction, an outcome, a sum), the
record does not say it, and its reason names the field; also where it is a record of this kind only if the value was
not there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from phonefx.case.remains import Remain
from phonefx.case.sandbox import Copy
from phonefx.parsers.query import Fitted
from phonefx.parsers.resting import ROWID_NAMES, TELLS, Lost, lost, members, told

UNPROVEN: Final = "not stated, for it rests on what is lost of the row: {fields}"
UNSURE: Final = "what is lost of the row tells whether it is a record of this kind"
_MEMBER: Final = "extra."


@dataclass(slots=True)
class Proof:
    """What one query looks at, for the row that stands alone in the shadow of its driving table."""

    database: Copy
    fitted: Fitted
    columns: list[str]
    _found: Lost | None = None
    _known: dict[frozenset[str], Lost] = field(default_factory=dict)
    _looked: set[int] = field(default_factory=set)

    def take(self, row: Remain) -> None:
        """Take up a row: what is asked from now on is asked of it."""
        gone = {name.lower() for name in self.columns} - {name.lower() for name in row.columns}
        gone |= {name.lower() for name in row.lost} | (ROWID_NAMES if row.rowid is None else set())
        key = frozenset(gone)
        if key and key not in self._known:
            self.database.create_function(TELLS, 2, self._note)
            self._known[key] = lost(self.fitted, key)
        self._found = self._known[key] if key else None

    def _note(self, number: int, value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
        self._looked.add(number)
        return value

    def judge(self, kind: str, items: range) -> tuple[list[str], list[str]]:
        """Take from the records of the row what is not proven; give the columns that said it, and what the reason says.

        Args:
            kind: the name of their kind.
            items: their numbers in the shard.
        """
        if self._found is None:
            return [], []
        expressions = {name: text for name, text in self.fitted.select.items() if name != "extra"}
        extra = self.fitted.select.get("extra", "NULL")
        expressions |= {_MEMBER + name: text for name, text in members(extra).items()} or {"extra": extra}
        resting = self._resting(expressions, self.fitted.rows)
        said = [name for name, says in resting.items() if says]
        self._clear(kind, items, [name for name in resting if name in said or name.startswith(_MEMBER)])
        reasons = [UNPROVEN.format(fields=", ".join(fields_of(said)))] if said else []
        conditions = (self.fitted.only, *(condition for condition, _ in self.fitted.skips))
        return said, [*reasons, *([UNSURE] if any(map(self.rests, conditions)) else [])]

    def _clear(self, kind: str, items: range, names: list[str]) -> None:
        """Take columns from records; of the members of their JSON object also those that read as NULL."""
        listed = [f"{name} = NULL" for name in names if not name.startswith(_MEMBER)]
        if gone := [f"'$.\"{name.removeprefix(_MEMBER)}\"'" for name in names if name.startswith(_MEMBER)]:
            listed.append(f"extra = nullif(json_remove(extra, {', '.join(gone)}), '{{}}')")
        for item in items if listed else ():
            self.database.execute(f"UPDATE shard.{kind} SET {', '.join(listed)} WHERE rowid = ?", (item,))

    def rests(self, condition: str) -> bool:
        """Say whether something of the row that is lost has to be looked at for a condition of the query."""
        return bool(self._resting({"": condition}, self.fitted.tail))

    def finds_by_lost(self) -> bool:
        """Say whether the query joins a table, or a list in the row, by something that is lost."""
        return self._found is not None and bool(self._found.tables)

    def _resting(self, expressions: Mapping[str, str], tail: str) -> dict[str, bool]:
        """Give the expressions that something lost was looked at for, and whether each has a value."""
        if self._found is None or not (asked := told(self._found, expressions)):
            return {}
        self._looked.clear()
        limit = "" if self.fitted.query.unfolds else " LIMIT 1"
        try:
            rows = self.database.execute(f"SELECT {', '.join(asked.values())} {tail}{limit}").fetchall()
        except sqlite3.OperationalError:  # a value that Python refuses, or a function that refuses one
            return dict.fromkeys(asked, True)
        says = [any(value is not None for value in column) for column in zip(*rows, strict=True)]
        return {name: says[place] for place, name in enumerate(asked) if place in self._looked}


def fields_of(names: Iterable[str]) -> list[str]:
    """Name the fields of a record that columns belong to."""
    plain = (name.partition(".")[0].removesuffix("_us").removesuffix("_raw") for name in names)
    return list(dict.fromkeys(plain))
