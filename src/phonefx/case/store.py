"""A case folder and its database."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final, Self

from phonefx import __version__
from phonefx.case import room, schema
from phonefx.case.alone import alone
from phonefx.case.aside import aside
from phonefx.errors import CaseError, CaseExists, CaseIncomplete, NoSuchItem
from phonefx.records import Source

DATABASE: Final = "case.db"
WORK: Final = "work"
CONTAINERS: Final = ".containers"
"""Below `WORK`: plain copies of compressed containers, made when an exhibit is opened, removed at the end."""
INDEXES: Final = "index"
"""Lists of the members of tar archives, so that an exhibit is not walked again when it is opened for the case."""


def connect(path: Path, write: bool = False) -> sqlite3.Connection:
    """Open a database of phonefx's own; text that is no UTF-8 is shown with its bytes as escapes."""
    if not write and path.with_name(f"{path.name}-journal").exists():
        _take_back(path)
    mode = "rwc" if write else "ro"
    database = sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None)
    database.text_factory = lambda raw: raw.decode("utf-8", "backslashreplace")
    database.execute("PRAGMA trusted_schema = OFF")
    if write:
        database.execute("PRAGMA synchronous = NORMAL")
    return database


def _take_back(path: Path) -> None:
    """Let SQLite take back a write that a killed run or a full disk cut short; a reader alone may not."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)) as database:
        database.execute("SELECT count(*) FROM sqlite_master")


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """Give a folder for private copies inside a finished case: what is killed leaves nothing outside of it.

    The next run of `process` removes what was left, as `purge` does. A case that cannot be written to has its copies in
    the temporary folder of the system (`aside`).
    """
    work = folder / WORK / CONTAINERS
    try:
        work.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = tempfile.TemporaryDirectory(dir=work)
    except OSError:
        with aside() as copies:
            yield copies
        return
    try:
        with made as name:
            yield Path(name)
    finally:
        for each in (work, work.parent):
            with suppress(OSError):
                each.rmdir()


def _foreign(folder: Path) -> Iterator[Path]:
    """What is in a folder beside a case database that was never finished."""
    return (path for path in folder.iterdir() if not (path.name.startswith(f"{DATABASE}.new") or _is_work(path)))


def _is_work(path: Path) -> bool:
    """Whether it is a work folder of which only plain copies of containers are left."""
    return path.name == WORK and path.is_dir() and all(each.name == CONTAINERS for each in path.iterdir())


def _require_unlocked(folder: Path) -> None:
    """Say of a case that is locked how it is opened, not that there is none."""
    if (folder / f"{DATABASE}.age").is_file():
        raise CaseError(folder, "locked; `phonefx unlock` opens it")


class Case:
    """A case folder: `case.db`, `audit.jsonl`, `manifest.json`, `report/`, `exports/`, `media/`.

    Args:
        folder: the case folder.
        write: open `case.db` for writing; until it is closed no other run writes into the folder.
    """

    def __init__(self, folder: Path, *, write: bool = False) -> None:
        self.folder = folder
        if not (folder / DATABASE).is_file():
            _require_unlocked(folder)
            raise CaseError(folder, "no phonefx case (there is no case.db in it)")
        with ExitStack() as stack:
            if write:
                stack.enter_context(alone(folder))
            self.db = connect(folder / DATABASE, write)
            stack.callback(self.db.close)
            try:
                form = self.meta("format")
            except sqlite3.DatabaseError as error:
                raise CaseError(folder, f"case.db cannot be read ({error})") from error
            if form != str(schema.FORMAT):
                made = f"made by phonefx {self.meta('version') or 'of an unknown version'} in case format {form}"
                raise CaseError(folder, f"{made}; this version reads format {schema.FORMAT}: read it with that version,"
                                " or process the exhibits into a new case")  # fmt: skip
            self._held = stack.pop_all()

    @staticmethod
    def check_room(folder: Path) -> None:
        """Refuse a folder that holds something else than a case.

        Raises:
            CaseExists: it does.
            CaseError: it holds a case that is locked, or is a file.
        """
        if (folder / DATABASE).exists() or not folder.exists():
            return
        _require_unlocked(folder)
        if not folder.is_dir():
            raise CaseError(folder, "this is a file, and a case is a folder; choose another name")
        if any(_foreign(folder)):
            raise CaseExists(folder)

    @classmethod
    def create(cls, folder: Path) -> Case:
        """Open the case in `folder` for writing, making it where the folder is new or empty."""
        if not (folder / DATABASE).exists():
            cls.check_room(folder)
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with suppress(OSError):  # a disk that keeps no permissions
                folder.chmod(0o700)
            fresh = folder / f"{DATABASE}.new"
            for left in (fresh, folder / f"{DATABASE}.new-journal"):
                left.unlink(missing_ok=True)
            database = connect(fresh, write=True)
            database.execute("BEGIN")
            schema.create_case(database)
            about = [("format", str(schema.FORMAT)), ("version", __version__), ("complete", "no")]
            database.executemany("INSERT INTO meta VALUES (?, ?)", about)
            database.execute("COMMIT")
            database.close()
            fresh.replace(folder / DATABASE)
        return cls(folder, write=True)

    @classmethod
    def finished(cls, folder: Path, *, write: bool = False) -> Case:
        """Open a case whose last run came to its end."""
        case = cls(folder, write=write)
        if case.meta("complete") != "yes":
            case.close()
            raise CaseIncomplete(folder)
        return case

    def meta(self, name: str) -> str | None:
        """Give a fact about the case: its number, examiner, zone ...; None where it was not stated."""
        row = self.db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return None if row is None else row[0]

    def set_meta(self, name: str, value: str) -> None:
        """State a fact about the case."""
        self.db.execute("INSERT INTO meta VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value",
                        (name, value))  # fmt: skip

    def work(self, exhibit: int) -> Path:
        """Say where the shards of an exhibit are until it is complete; by its number, for a label may be any text."""
        return self.folder / WORK / f"E{exhibit}"

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Everything inside is written, or nothing; a full disk is told as such."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield self.db
            self.db.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            room.check(self.folder, error)
            raise
        finally:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")

    def source(self, item: int) -> Source:
        """Say where an item comes from."""
        row = self.db.execute(
            "SELECT exhibit, path, stored, sha256, table_name, key, state, parser, version FROM item WHERE id = ?",
            (item,),
        ).fetchone()
        if row is None:
            raise NoSuchItem(self.folder, item)
        return Source(*row)

    def rows(self, sql: str, *values: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - whatever SQLite takes
        """Give the rows of a query as dicts, one at a time."""
        cursor = self.db.execute(sql, values)
        names = [column[0] for column in cursor.description]
        for row in cursor:
            yield dict(zip(names, row, strict=True))

    def close(self) -> None:
        """Close the database, and let others write into the folder."""
        self._held.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
