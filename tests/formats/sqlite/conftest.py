"""Makes databases with SQLite itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

Maker = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    """Make a database by running statements one by one, each given alone or with rows for `executemany`."""

    def maker(*steps: str | tuple[str, list[tuple[object, ...]]], name: str = "test.db") -> Path:
        path = tmp_path / name
        database = sqlite3.connect(path, isolation_level=None)
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA secure_delete = OFF")  # some builds switch it on
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
