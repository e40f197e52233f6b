"""Rows by the million, handed from SQLite to Python a row at a time.

A cursor lets other threads run before each value that it gives, which costs more than the value. A function in SQL is
handed all values of a row at once.
"""

from __future__ import annotations

import sqlite3
from itertools import count
from typing import Any, Final

_NUMBERS: Final = count(1)


class Taking:
    """A function in SQL that keeps the values it is called with, and gives NULL.

    Texts among them must be valid: SQLite fails with an `OperationalError` where one is no UTF-8.

    Args:
        connection: on which the function is known by `name`, which no other has.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.name = f"take_{next(_NUMBERS)}"
        self._rows: list[tuple[Any, ...]] = []
        append = self._rows.append

        def take(*row: Any) -> None:  # noqa: ANN401 - whatever SQLite holds
            append(row)

        connection.create_function(self.name, -1, take)

    def taken(self) -> list[tuple[Any, ...]]:
        """Give the rows since the last time, in the order in which they came."""
        rows = self._rows[:]
        self._rows.clear()
        return rows
