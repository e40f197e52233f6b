"""SQLite files of a made phone, written by SQLite itself, act by act.

A store is opened once, takes every insert, update and delete of the story in order, and is closed at the end. What a
deletion leaves behind (free blocks, gaps in pages, frames of a write-ahead log) is therefore what SQLite really
leaves. The only bytes that SQLite draws at random, the salts of a write-ahead log, are replaced afterwards
(`synth.wal`), so that the same scenario and seed give the same bytes with the same SQLite version.
"""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from phonefx.synth.wal import resalt

if TYPE_CHECKING:
    from pathlib import Path

CHECKPOINT_PAGES: Final = 1000


@dataclass(frozen=True, slots=True)
class Shape:
    """How an app keeps its database: schema file, journal, vacuuming, versions."""

    schema: str
    wal: bool = False
    auto_vacuum: int = 0
    user_version: int = 0
    checkpoint_pages: int = CHECKPOINT_PAGES
    pragmas: tuple[str, ...] = ()


def schema_text(name: str) -> str:
    """Give the CREATE statements of one app's database, tables and columns as real phones have them."""
    return (files("phonefx.synth") / "schemas" / f"{name}.sql").read_text(encoding="utf-8")


class Database:
    """One open database of a made phone."""

    def __init__(self, path: Path, shape: Shape, *, secure_delete: bool = False) -> None:
        """Create the file with its schema."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._shape = shape
        self._statements: dict[tuple[str, tuple[str, ...]], str] = {}
        self._connection = sqlite3.connect(path, isolation_level=None, cached_statements=256)
        self._connection.create_collation("PHONEBOOK", _phonebook)
        self._prepare(secure_delete)
        self.begin()

    def _prepare(self, secure_delete: bool) -> None:
        run = self._connection.execute
        run("PRAGMA page_size = 4096")
        run(f"PRAGMA auto_vacuum = {self._shape.auto_vacuum}")
        run("PRAGMA synchronous = OFF")
        run(f"PRAGMA journal_mode = {'WAL' if self._shape.wal else 'TRUNCATE'}")
        run(f"PRAGMA wal_autocheckpoint = {self._shape.checkpoint_pages}")
        run(f"PRAGMA secure_delete = {'ON' if secure_delete else 'OFF'}")
        run(f"PRAGMA user_version = {self._shape.user_version}")
        run("BEGIN")
        for statement in _statements(schema_text(self._shape.schema)):
            run(statement)
        run("COMMIT")
        if self._shape.wal:
            run("PRAGMA wal_checkpoint(TRUNCATE)")

    def begin(self) -> None:
        """Begin a transaction where none is open."""
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN")

    def commit(self) -> None:
        """Write what was done so far and go on."""
        if self._connection.in_transaction:
            self._connection.execute("COMMIT")
        self.begin()

    def run(self, sql: str, *values: Any) -> sqlite3.Cursor:  # noqa: ANN401 - SQL values are of any kind
        """Run one statement."""
        return self._connection.execute(sql, values)

    def insert(self, table: str, **values: Any) -> int:  # noqa: ANN401
        """Insert a row and give its row number."""
        columns = tuple(values)
        statement = self._statements.get((table, columns))
        if statement is None:
            names = ", ".join(f'"{name}"' for name in columns)
            statement = f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})'
            self._statements[table, columns] = statement
        row = self._connection.execute(statement, tuple(values.values())).lastrowid
        return row or 0

    def checkpoint(self) -> None:
        """Move the write-ahead log into the file, as the phone does when the log has grown."""
        self.commit()
        self._connection.execute("COMMIT")
        self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        self.begin()

    def finish(self, seed: str) -> None:
        """Leave the files as an acquisition finds them: a write-ahead log stays beside its database."""
        if self._connection.in_transaction:
            self._connection.execute("COMMIT")
        log = self.path.with_name(f"{self.path.name}-wal")
        if self._shape.wal and log.exists() and log.stat().st_size:
            self._keep_log(log, seed)
            return
        self._connection.close()

    def _keep_log(self, log: Path, seed: str) -> None:
        kept = [(path, path.with_name(f"{path.name}.kept")) for path in (self.path, log)]
        for path, copy in kept:
            shutil.copyfile(path, copy)
        self._connection.close()
        for path, copy in kept:
            copy.replace(path)
        resalt(log, seed)


def _phonebook(left: str, right: str) -> int:
    return (left > right) - (left < right)


def _statements(script: str) -> list[str]:
    """Split a script into statements; a trigger's body keeps its semicolons."""
    found, current = [], ""
    for line in script.splitlines():
        current += line + "\n"
        if sqlite3.complete_statement(current):
            found.append(current.strip())
            current = ""
    return [statement for statement in found if statement]
