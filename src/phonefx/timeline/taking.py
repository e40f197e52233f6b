"""Rows by the million, handed from SQLite to Python a row at a time.

A cursor lets other threads run before each value that it gives, which costs more than the value. A function in SQL is
handed all values of a row at once.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, Final

_NUMBERS: Final = count(1)


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

        self._take = take
        connection.create_function(self.name, -1, take)

    def ask(self, sql: str, values: Sequence[object] | Mapping[str, object]) -> Iterator[tuple[Any, ...]]:
        """Give the rows of a statement that calls the function.

        Raises:
            KeyboardInterrupt: the user stopped the program inside the function.
            UnicodeDecodeError: it was called with a text that is no UTF-8.
        """
        rows = self._step(self.connection.execute, sql, values)
        while (row := self._step(next, rows, None)) is not None:
            yield row

    def _step(self, call: Callable[..., Any], *given: object) -> Any:  # noqa: ANN401 - whatever SQLite holds
        """Let SQLite work; of what the function raises it tells no more than that it raised something."""
        raised: list[BaseException | None] = []
        before = sys.unraisablehook

        def note(unraisable: sys.UnraisableHookArgs) -> None:
            if unraisable.object is self._take:
                raised.append(unraisable.exc_value)
            else:
                before(unraisable)

        sys.unraisablehook = note
        sqlite3.enable_callback_tracebacks(True)
        try:
            return call(*given)
        except sqlite3.OperationalError as error:
            raise next(filter(None, raised), error) from error
        finally:
            sqlite3.enable_callback_tracebacks(False)
            sys.unraisablehook = before

    def taken(self) -> list[tuple[Any, ...]]:
        """Give the rows since the last time, in the order in which they came."""
        rows = self._rows[:]
        self._rows.clear()
        return rows
