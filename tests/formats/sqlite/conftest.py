"""Databases that tests make with SQLite itself and then take apart."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

MESSAGE = "CREATE TABLE message (_id INTEGER PRIMARY KEY, address TEXT, body TEXT, date INTEGER, read INTEGER)"
Maker = Callable[..., Path]


def rows(count: int, first: int = 1) -> list[tuple[int, str, str, int, int]]:
    words = "bread station lamp river seven window paper garden tonight later bridge coffee".split()
    return [
        (
            number,
            f"+1202555{100 + number % 100:04d}",
            " ".join(words[(number * step) % len(words)] for step in range(1, 4 + number % 6)) + f" {number * 7919}",
            1_600_000_000_000 + number * 61_007,
            number % 2,
        )
        for number in range(first, first + count)
    ]


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    """Make a database by running statements one by one, each given alone or with rows for `executemany`."""

    def maker(*steps: str | tuple[str, list[tuple[object, ...]]], name: str = "test.db") -> Path:
        path = tmp_path / name
        database = sqlite3.connect(path, isolation_level=None)
        for step in steps:
            if isinstance(step, str):
                database.execute(step).fetchall()
            else:
                database.execute("BEGIN")
                database.executemany(*step)
                database.execute("COMMIT")
        database.close()
        return path

    return maker


INSERT = "INSERT INTO message VALUES (?, ?, ?, ?, ?)"
