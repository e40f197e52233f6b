"""What the recovery says of one row that is not live."""

from __future__ import annotations

from dataclasses import dataclass

from phonefx.formats.sqlite.candidate import Mark, Place
from phonefx.formats.sqlite.record import Value

SUPERSEDED, RECOVERED, UNCOMMITTED = "superseded", "recovered", "uncommitted"


@dataclass(frozen=True)
class RecoveredRow:
    """One row that is not live. `values` and `marks` stand in the order of `columns`.

    `table` is None where nothing says which table it was; `table_sure` tells whether another table is possible.
    `rowid` is None where it is lost. `state` is "superseded" (an older version of a live row, `version_of`),
    "recovered" (deleted) or "uncommitted" (written by a transaction that never finished).
    """

    table: str | None
    table_sure: bool
    columns: tuple[str, ...]
    values: tuple[Value, ...]
    marks: tuple[Mark, ...]
    rowid: int | None
    state: str
    place: Place
    confidence: float
    reason: str
    others: tuple[Place, ...] = ()
    version_of: int | None = None

    @property
    def partial(self) -> bool:
        """Whether a value is lost or cut short."""
        return any(mark in (Mark.MISSING, Mark.PREFIX) for mark in self.marks)

    @property
    def lost(self) -> tuple[str, ...]:
        """The columns of which nothing is left."""
        marked = zip(self.columns, self.marks, strict=True)
        return tuple(name for name, mark in marked if mark in (Mark.MISSING, Mark.ROWID_LOST))

    def as_dict(self) -> dict[str, Value]:
        """Give the values that are whole, by column."""
        rows = zip(self.columns, self.values, self.marks, strict=True)
        return {name: value for name, value, mark in rows if mark not in (Mark.MISSING, Mark.ROWID_LOST, Mark.PREFIX)}
