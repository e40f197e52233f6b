"""Each source of deleted rows by itself.

To expect are the rows that SQLite read before they were deleted and whose longest text still stands in the files.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from tests.formats.sqlite.histories import reserve
from tests.formats.sqlite.made import INSERT, MESSAGE, rows

from phonefx.formats.sqlite import UNCOMMITTED, Database, Mark, RecoveredRow, recover

Row = tuple[object, ...]
SOME = "DELETE FROM message WHERE _id % 5 = 2"
WIDE = "CREATE TABLE place (name TEXT PRIMARY KEY, body TEXT, at INTEGER) WITHOUT ROWID"
PLACES = [(f"place {n:05}", f"seen from the tower {n * 7919}", 1_600_000_000 + n) for n in range(900)]


class Store:
    """A database that is filled, read by SQLite, and then changed."""

    def __init__(self, path: Path, *settings: str, count: int = 400) -> None:
        self.path = path
        self.made = sqlite3.connect(path, isolation_level=None)
        for setting in ("secure_delete = OFF", *settings):
            self.made.execute(f"PRAGMA {setting}").fetchall()
        self.made.execute(MESSAGE)
        self.insert(INSERT, rows(count))

    def insert(self, statement: str, listed: Iterable[Row]) -> None:
        self.made.execute("BEGIN")
        self.made.executemany(statement, listed)
        self.made.execute("COMMIT")

    def read(self, where: str = "1", table: str = "message") -> set[Row]:
        return set(self.made.execute(f"SELECT * FROM {table} WHERE {where}"))

    def kept(self, change: Callable[[], object]) -> None:
        """Change it, and keep the files as they are then, journals included."""
        change()
        folder = self.path.with_name("kept")
        folder.mkdir()
        for suffix in ("", "-wal", "-journal"):
            if Path(f"{self.path}{suffix}").exists():
                shutil.copyfile(f"{self.path}{suffix}", folder / f"{self.path.name}{suffix}")
        self.made.close()
        self.path = folder / self.path.name

    def run(self, *statements: str) -> None:
        for statement in statements:
            self.made.execute(statement).fetchall()


def found(path: Path, table: str = "message") -> list[RecoveredRow]:
    return [row for row in recover(Database.beside(path)) if row.table == table]


def said(listed: Iterable[RecoveredRow]) -> set[Row]:
    """What the rows say but for a row id that was overwritten."""
    return {row.values[1:] if row.columns[0] == "_id" else row.values for row in listed}


def left(store: Store, rows_before: Iterable[Row], codec: str = "utf-8") -> set[Row]:
    """The rows without their row id whose longest text still stands in the files."""
    data = b"|".join(Path(f"{store.path}{suffix}").read_bytes() for suffix in ("", "-wal", "-journal")
                     if Path(f"{store.path}{suffix}").exists())  # fmt: skip
    kept = {row[1:] for row in rows_before if str(row[2]).encode(codec) in data}
    assert len(kept) >= 20
    return kept


def without_id(listed: Iterable[Row]) -> set[Row]:
    return {row[1:] for row in listed}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "made.db"


@pytest.mark.parametrize("mode", [1, 2], ids=["full", "incremental"])
def test_auto_vacuum_and_its_pointer_maps(path, mode):
    store = Store(path, f"auto_vacuum = {mode}", "page_size = 1024", count=1500)
    gone = store.read("_id % 5 = 2")
    store.kept(lambda: store.run(SOME))
    listed = found(store.path)
    assert said(listed) == left(store, gone)
    per_map = 1024 // 5 + 1
    maps = set(range(2, 5000, per_map))
    assert not maps & {place.page for row in listed for place in (row.place, *row.others)}


@pytest.mark.parametrize("reserved", [12, 32])
def test_reserved_bytes(path, reserved):
    reserve(path, 1024, "UTF-8", 0, reserved)
    store = Store(path)
    gone = store.read("_id % 5 = 2")
    store.kept(lambda: store.run(SOME))
    assert store.path.read_bytes()[20] == reserved
    assert said(found(store.path)) == left(store, gone)


@pytest.mark.parametrize("encoding", ["UTF-16le", "UTF-16be"])
def test_utf16(path, encoding):
    store = Store(path, f"encoding = '{encoding}'")
    gone = store.read("_id % 5 = 2")
    store.kept(lambda: store.run(SOME))
    assert said(found(store.path)) == left(store, gone, encoding)


@pytest.mark.parametrize("header", ["done", "wiped"])
def test_a_rollback_journal_that_was_kept(path, header):
    store = Store(path, "journal_mode = PERSIST", "secure_delete = ON")
    gone = store.read("_id % 5 = 2")
    store.kept(lambda: store.run(SOME))
    journal = Path(f"{store.path}-journal")
    data = journal.read_bytes()
    assert not any(data[:8]), "SQLite wipes the first bytes of a journal that is done"
    if header == "wiped":
        journal.write_bytes(bytes(512) + data[512:])
    listed = found(store.path)
    assert said(listed) == left(store, gone) == without_id(gone)
    assert {row.place.role for row in listed} == {"journal"}


def test_a_truncated_journal_holds_nothing_and_harms_nothing(path):
    store = Store(path, "journal_mode = TRUNCATE")
    gone = store.read("_id % 5 = 2")
    store.kept(lambda: store.run(SOME))
    assert Path(f"{store.path}-journal").stat().st_size == 0
    assert said(found(store.path)) == left(store, gone)


def test_a_hot_journal_is_what_is_live(path):
    store = Store(path, "journal_mode = DELETE", "cache_size = 2", "secure_delete = ON", count=2000)
    before = store.read()
    store.run("BEGIN", "DELETE FROM message WHERE _id > 20")
    shutil.copyfile(path, path.with_name("hot.db"))
    shutil.copyfile(f"{path}-journal", path.with_name("hot.db-journal"))
    store.made.close()
    hot = path.with_name("hot.db")
    assert hot.read_bytes() != path.read_bytes()
    assert Database.beside(hot).journal.hot
    assert not said(found(hot)) & without_id(before), "they are live once the journal is rolled back"


def test_a_partly_reused_overflow_chain(path):
    store = Store(path, "page_size = 1024", count=1)
    # of 7,110 characters 104 bytes stay on the page; of most lengths nearly all of a page does
    long = {n: " ".join(f"letter {n} page {page}" for page in range(600))[:7110] for n in range(1, 30)}
    store.run("CREATE TABLE note (id INTEGER PRIMARY KEY, title TEXT, body TEXT)")
    store.insert("INSERT INTO note VALUES (?, ?, ?)", [(n, f"title {n}", body) for n, body in long.items()])
    store.run("DELETE FROM note WHERE id = 1", "DELETE FROM note WHERE id = 2")
    store.kept(lambda: store.insert(INSERT, rows(40, first=100)))
    (row,) = (each for each in found(store.path, "note") if each.values[1] == "title 2")
    told = dict(zip(row.columns, row.marks, strict=True))
    assert told["title"] is Mark.STORED
    assert told["body"] is Mark.PREFIX
    assert len(row.values[2]) > 100
    assert long[2].startswith(row.values[2])


def test_pages_of_a_dropped_table(path):
    store = Store(path, "page_size = 1024")
    gone = store.read()
    store.kept(lambda: store.run("DROP TABLE message"))
    listed = found(store.path)
    assert {row.values for row in listed} == gone


def test_rows_without_row_id_and_those_of_interior_pages(path):
    store = Store(path, "page_size = 1024", count=1)
    store.run(WIDE)
    store.insert("INSERT INTO place VALUES (?, ?, ?)", PLACES)
    gone = store.read(table="place")
    before = path.read_bytes()
    store.kept(lambda: store.run("DELETE FROM place"))
    listed = found(store.path, "place")
    assert {row.values for row in listed} <= gone == set(PLACES)
    assert len(listed) >= 0.995 * len(gone), "what the trunk of the freelist overwrote is lost"
    interior = {at // 1024 + 1 for at in range(1024, len(before), 1024) if before[at] == 2}
    on_interior = [row for row in listed if row.place.page in interior]
    assert len(on_interior) >= 20
    assert len(interior) >= 3


def test_a_wiped_header(path):
    store = Store(path)
    gone = store.read("_id % 5 = 2")
    store.kept(lambda: store.run(SOME))
    store.path.write_bytes(bytes(100) + store.path.read_bytes()[100:])
    assert said(found(store.path)) == left(store, gone)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_truncated_file_gives_what_is_left_of_it(path, share):
    store = Store(path, "page_size = 1024", count=1200)
    gone = store.read("_id % 5 = 2")
    store.kept(lambda: store.run(SOME))
    data = store.path.read_bytes()[: int(store.path.stat().st_size * share)]
    store.path.write_bytes(data)
    texts = left(store, gone)
    whole = said(row for row in found(store.path) if not row.partial)
    assert len(texts & whole) >= 0.95 * len(texts)
    assert not whole - without_id(gone)


def test_frames_of_an_earlier_use_of_the_log(path):
    store = Store(path, "journal_mode = WAL", "wal_autocheckpoint = 0", "secure_delete = ON")
    gone = store.read("_id % 5 = 2")
    store.run("PRAGMA wal_checkpoint(RESTART)", SOME)
    first = Path(f"{path}-wal").read_bytes()[16:24]
    store.run("PRAGMA wal_checkpoint(RESTART)")
    store.kept(lambda: store.run("UPDATE message SET read = 5 WHERE _id = 1"))
    assert Path(f"{store.path}-wal").read_bytes()[16:24] != first, "the salts changed"
    listed = found(store.path)
    known = said(listed) & without_id(gone)
    assert known
    assert all(row.place.role == "wal" for row in listed if row.values[1:] in known)


def test_frames_that_were_never_committed(path):
    store = Store(path, "journal_mode = WAL", "wal_autocheckpoint = 0", "cache_size = 2", count=50)
    never = rows(2000, first=5000)
    store.run("PRAGMA wal_checkpoint(TRUNCATE)", "BEGIN")
    store.made.executemany(INSERT, never)
    shutil.copyfile(path, path.with_name("cut.db"))
    shutil.copyfile(f"{path}-wal", path.with_name("cut.db-wal"))
    store.made.close()
    listed = found(path.with_name("cut.db"))
    assert listed
    assert {row.state for row in listed} == {UNCOMMITTED}
    assert said(listed) <= without_id(never)
