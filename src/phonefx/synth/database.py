"""SQLite files of a made phone, written by SQLite itself, act by act.

A store is opened once, takes every insert, update and delete of the story in order, and is closed at the end. What a
deletion leaves behind (free blocks, gaps in pages, frames of a write-ahead log) is therefore what SQLite really
leaves. The only bytes that SQLite draws at random, the salts of a write-ahead log, are replaced afterwards
(`synth.wal`), so that the same scenario and seed give the same bytes with the same SQLite version.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from phonefx.synth.wal import resalt

if TYPE_CHECKING:
    from pathlib import Path

CHECKPOINT_PAGES: Final = 1000
_SINCE: Final = "-- since "
_UNTIL: Final = "-- until "


@dataclass(frozen=True, slots=True)
class Shape:
    """How an app keeps its database: schema file, journal, vacuuming, versions.

    Attributes:
        user_version: the number that the app gives its schema, or one for each OS version from which it holds.
        secure_delete: the app has SQLite overwrite what it deletes.
    """

    schema: str
    wal: bool = False
    auto_vacuum: int = 0
    user_version: int | tuple[tuple[int, int], ...] = 0
    checkpoint_pages: int = CHECKPOINT_PAGES
    secure_delete: bool = False

    def numbered(self, version: int) -> int:
        """Give the schema's number on an OS version."""
        if isinstance(self.user_version, int):
            return self.user_version
        return max((number for since, number in self.user_version if since <= version), default=0)


def schema_text(name: str) -> str:
    """Give the CREATE statements of one app's database, tables and columns as real phones have them."""
    return (files("phonefx.synth") / "schemas" / f"{name}.sql").read_text(encoding="utf-8")


class Database:
    """One open database of a made phone."""

    def __init__(self, path: Path, shape: Shape, *, secure_delete: bool = False, version: int = 0) -> None:
        """Create the file with its schema, as it is on an OS version (its first number)."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._shape = shape
        self._statements: dict[tuple[str, tuple[str, ...]], tuple[str, set[str]]] = {}
        self._connection = sqlite3.connect(path, isolation_level=None, cached_statements=256)
        self._connection.create_collation("PHONEBOOK", _phonebook)
        self._prepare(secure_delete, version)
        self.begin()

    def _prepare(self, secure_delete: bool, version: int) -> None:
        run = self._connection.execute
        run("PRAGMA page_size = 4096")
        run(f"PRAGMA auto_vacuum = {self._shape.auto_vacuum}")
        run("PRAGMA synchronous = OFF")
        run(f"PRAGMA journal_mode = {'WAL' if self._shape.wal else 'TRUNCATE'}")
        run(f"PRAGMA wal_autocheckpoint = {self._shape.checkpoint_pages}")
        run(f"PRAGMA secure_delete = {'ON' if secure_delete or self._shape.secure_delete else 'OFF'}")
        run(f"PRAGMA user_version = {self._shape.numbered(version)}")
        run("BEGIN")
        for statement in statements(schema_text(self._shape.schema), version):
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
        """Insert a row and give its row number; what only other OS versions have a column for is left out."""
        columns = tuple(values)
        found = self._statements.get((table, columns))
        if found is None:
            found = self._statements[table, columns] = self._insertion(table, columns)
        statement, absent = found
        kept = [value for name, value in values.items() if name not in absent] if absent else list(values.values())
        return self._connection.execute(statement, kept).lastrowid or 0

    def _insertion(self, table: str, columns: tuple[str, ...]) -> tuple[str, set[str]]:
        """Give the statement for a row of such columns, and those of them that other OS versions alone have."""
        real = {"docid", *(row[1] for row in self._connection.execute(f'PRAGMA table_info("{table}")'))}
        script = schema_text(self._shape.schema)
        absent = {name for name in columns if name not in real and re.search(rf"\b{name}\b", script)}
        names = [name for name in columns if name not in absent]
        listed = ", ".join(f'"{name}"' for name in names)
        return f'INSERT INTO "{table}" ({listed}) VALUES ({", ".join("?" * len(names))})', absent

    def checkpoint(self) -> None:
        """Move the write-ahead log into the file, as the phone does when the log has grown."""
        self.commit()
        self._connection.execute("COMMIT")
        self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        self.begin()

    def vacuum(self) -> None:
        """Build the file anew."""
        self.commit()
        self._connection.execute("COMMIT")
        self._connection.execute("VACUUM")
        self.begin()

    def discard(self) -> None:
        """Remove the database with its log."""
        self._connection.close()
        for suffix in ("", "-wal", "-shm", "-journal"):
            self.path.with_name(f"{self.path.name}{suffix}").unlink(missing_ok=True)

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


def statements(script: str, version: int) -> list[str]:
    """Split a script into the statements that hold on an OS version; a trigger's body keeps its semicolons.

    A line `-- since 16` or `-- until 13` before a statement says on which versions it holds.
    """
    found, current, first, last = [], "", 0, version
    for line in script.splitlines():
        if line.startswith(_SINCE):
            first = int(line.removeprefix(_SINCE))
        elif line.startswith(_UNTIL):
            last = int(line.removeprefix(_UNTIL))
        else:
            current += line + "\n"
        if sqlite3.complete_statement(current):
            if first <= version <= last:
                found.append(current.strip())
            current, first, last = "", 0, version
    return [statement for statement in found if statement]
