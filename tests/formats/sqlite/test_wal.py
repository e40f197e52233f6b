"""The write-ahead log and the rollback journal, against what SQLite itself makes of them."""

from __future__ import annotations

import shutil
import sqlite3
import struct
from pathlib import Path

import pytest
from tests.formats.sqlite.made import INSERT, MESSAGE, rows

from phonefx.formats.sqlite import Database, journal, recover, salvage, wal
from phonefx.formats.sqlite.bytefile import ByteFile, Memory


def kept(path: Path, name: str = "kept.db") -> Path:
    """Copy a database and its journals while a connection still holds them."""
    copy = path.with_name(name)
    for suffix in ("", "-wal", "-journal"):
        if Path(f"{path}{suffix}").exists():
            shutil.copy(f"{path}{suffix}", f"{copy}{suffix}")
    return copy


@pytest.fixture
def logged(make):
    path = make("PRAGMA journal_mode = WAL", MESSAGE, (INSERT, rows(120)), "PRAGMA wal_checkpoint(TRUNCATE)")
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA secure_delete = OFF")
    for number in (3, 60, 110):
        writer.execute("DELETE FROM message WHERE _id = ?", (number,))
    copy = kept(path)
    writer.close()
    return copy


def test_every_transaction_is_counted(logged):
    log = wal.read(ByteFile(Path(f"{logged}-wal")))
    assert log is not None
    assert {frame.standing for frame in log.frames} == {wal.Standing.COMMITTED}
    assert [frame.commit for frame in log.frames if frame.closes] == [1, 2, 3]
    assert [frame.number for frame in log.frames] == list(range(1, len(log.frames) + 1))
    assert log.faults == ()


def test_the_live_view_is_what_sqlite_reads(logged):
    database = Database.beside(logged)
    ours = {row.rowid for row in salvage(database, "message")}
    reader = sqlite3.connect(kept(logged, "read.db"))
    assert ours == {number for (number,) in reader.execute("SELECT _id FROM message")}
    reader.close()


def test_a_flipped_byte_ends_the_chain(logged):
    path = Path(f"{logged}-wal")
    data = bytearray(path.read_bytes())
    log = wal.read(Memory(bytes(data)))
    assert log is not None
    second = log.frames[1]
    data[second.offset + 100] ^= 0xFF
    broken = wal.read(Memory(bytes(data)))
    assert broken is not None
    standings = [frame.standing for frame in broken.frames]
    assert standings[0] is not wal.Standing.OLD
    assert wal.Standing.COMMITTED not in standings[1:]


def test_frames_after_the_last_commit_were_never_committed(logged):
    path = Path(f"{logged}-wal")
    data = path.read_bytes()
    log = wal.read(Memory(data))
    assert log is not None
    size = wal.FRAME + log.page_size
    whole = len(log.frames)
    last = wal.HEADER + (whole - 1) * size
    head = bytearray(data[last : last + wal.FRAME])
    head[4:8] = bytes(4)
    order = wal.MAGICS[struct.unpack_from(">I", data, 0)[0]]
    running = struct.unpack_from(">2I", data, wal.HEADER + (whole - 2) * size + 16)
    page = data[last + wal.FRAME : last + size]
    running = wal.checksum(page, order, wal.checksum(bytes(head[:8]), order, running))
    head[16:24] = struct.pack(">2I", *running)
    path.write_bytes(data[:last] + bytes(head) + page)
    late = wal.read(ByteFile(path))
    assert late is not None
    assert late.frames[-1].standing is wal.Standing.UNCOMMITTED
    assert late.frames[-1].page not in late.live() or late.live()[late.frames[-1].page].number < whole


@pytest.mark.parametrize("raw", [b"", b"short", bytes(32), b"\x37\x7f\x06\x82" + bytes(28), bytes(5000)])
def test_what_is_no_log_is_none(raw):
    assert wal.read(Memory(raw)) is None


def test_old_generations_keep_their_rows(make):
    path = make("PRAGMA journal_mode = WAL", MESSAGE, (INSERT, rows(120)), "PRAGMA wal_checkpoint(TRUNCATE)")
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA secure_delete = ON")
    writer.executemany(INSERT, rows(60, first=200))
    writer.execute("DELETE FROM message WHERE _id = 215")
    writer.execute("PRAGMA wal_checkpoint(RESTART)").fetchall()
    writer.execute("UPDATE message SET read = 5 WHERE _id = 1")
    copy = kept(path)
    writer.close()
    database = Database.beside(copy)
    assert database.wal is not None
    assert {frame.standing for frame in database.wal.frames} >= {wal.Standing.OLD, wal.Standing.COMMITTED}
    listed = {row.values: row for row in recover(database)}
    gone = next(row for row in rows(60, first=200) if row[0] == 215)
    assert gone in listed
    assert "old generation" in listed[gone].place.where


def test_a_wiped_journal_header_is_found_by_its_records(make):
    path = make("PRAGMA journal_mode = PERSIST", MESSAGE, (INSERT, rows(200)), "DELETE FROM message WHERE _id % 40 = 0")
    back = journal.read(ByteFile(Path(f"{path}-journal")), 4096, path.stat().st_size // 4096)
    assert back is not None
    assert not back.hot
    assert back.images
    data = Path(f"{path}-journal").read_bytes()
    for image in back.images:
        assert struct.unpack_from(">I", data, image.offset - 4)[0] == image.page


def test_a_hot_journal_is_rolled_back_in_memory(make):
    path = make(MESSAGE, (INSERT, rows(400)))
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA secure_delete = OFF")
    writer.execute("PRAGMA cache_size = 2")
    writer.execute("BEGIN")
    writer.execute("DELETE FROM message WHERE _id % 5 = 0")
    writer.executemany(INSERT, rows(300, first=1000))
    copy = kept(path)
    writer.execute("ROLLBACK")
    writer.close()
    before = {suffix: Path(f"{copy}{suffix}").read_bytes() for suffix in ("", "-journal")}
    database = Database.beside(copy)
    assert database.journal is not None
    assert database.journal.hot
    listed = list(recover(database))
    assert {row.values for row in listed if row.state != "uncommitted"} == set()
    late = {row.values for row in listed if row.state == "uncommitted"}
    assert late <= set(rows(300, first=1000))
    assert late
    assert {suffix: Path(f"{copy}{suffix}").read_bytes() for suffix in ("", "-journal")} == before


@pytest.mark.parametrize("raw", [b"", bytes(27), bytes(600), b"\xff" * 9000])
def test_what_is_no_journal_is_none(raw):
    assert journal.read(Memory(raw), 4096, 10) is None
