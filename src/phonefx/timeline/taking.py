"""Rows by the million, handed from SQLite to Python a row at a time.

A cursor lets other threads run before each value that it gives, which costs more than the value. A function in SQL is
handed all values of a row at once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any, Final

_NUMBERS: Final = count(1)
_FAILED: Final = "user-defined function raised exception"


class Taking:
    """A function in SQL that keeps the values it is called with, and gives NULL.

    It takes no texts: of one that is no UTF-8 it would not be told.

    Args:
        connection: on which the function is known by `name`, which no other has.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.name = f"take_{next(_NUMBERS)}"
        self._rows: list[tuple[Any, ...]] = []
        append = self._rows.append

        def take(*row: Any) -> None:  # noqa: ANN401 - whatever SQLite holds
            append(row)

        connection.create_function(self.name, -1, take)

    def ask(self, sql: str, values: Sequence[object] | Mapping[str, object]) -> Iterator[tuple[Any, ...]]:
        """Give the rows of a statement that calls the function.

        Raises:
            KeyboardInterrupt: the user stopped the program inside the function, which SQLite tells as its failure.
        """
        try:
            yield from self.connection.execute(sql, values)
        except sqlite3.OperationalError as error:
            if str(error) == _FAILED:
                raise KeyboardInterrupt from error
            raise

    def taken(self) -> list[tuple[Any, ...]]:
        """Give the rows since the last time, in the order in which they came."""
        rows = self._rows[:]
        self._rows.clear()
        return rows
