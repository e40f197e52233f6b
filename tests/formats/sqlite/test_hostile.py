"""Whatever the bytes are: no exception but the documented ones, no hang."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.sqlite.made import INSERT, MESSAGE, rows

from phonefx.errors import EvidenceError
from phonefx.formats.sqlite import Database, locate, recover, salvage, signs
from phonefx.formats.sqlite.bytefile import Memory


@pytest.fixture(scope="module")
def base(tmp_path_factory) -> bytes:
    path = tmp_path_factory.mktemp("hostile") / "base.db"
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA synchronous = OFF")
    database.execute("PRAGMA secure_delete = OFF")
    database.execute("PRAGMA page_size = 1024")
    database.execute(MESSAGE)
    database.execute("CREATE INDEX by_address ON message (address)")
    database.executemany(INSERT, rows(60))
    database.execute("INSERT INTO message VALUES (500, 'long', ?, 1, 1)", ("long text " * 600,))
    database.execute("DELETE FROM message WHERE _id % 7 = 3 OR _id = 500")
    database.close()
    return path.read_bytes()


def consume(data: bytes, log: bytes | None = None, journal: bytes | None = None) -> None:
    files = {"main": Memory(data)}
    files |= {"wal": Memory(log)} if log is not None else {}
    files |= {"journal": Memory(journal)} if journal is not None else {}
    try:
        database = Database.over(dict(files))
    except EvidenceError:
        return
    for row in recover(database):
        assert 0 <= row.confidence <= 1
        assert len(row.values) == len(row.columns) == len(row.marks)
    list(signs(database))
    for table in database.tables[:4]:
        list(salvage(database, table.name))
        locate(database, table.name, 5)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_flipped_bytes(base, data):
    spoilt = bytearray(base)
    for _ in range(data.draw(st.integers(1, 40))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    consume(bytes(spoilt))


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_page_headers_of_any_kind(base, data):
    spoilt = bytearray(base)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(1, len(spoilt) // 1024 - 1)) * 1024
        spoilt[at : at + 12] = data.draw(st.binary(min_size=12, max_size=12))
        spoilt[at] = data.draw(st.sampled_from([2, 5, 10, 13, 0]))
    consume(bytes(spoilt))


@given(st.integers(0, 20_000))
@settings(max_examples=25, deadline=None)
def test_files_cut_short(base, length):
    consume(base[:length])


@given(st.binary(max_size=3000), st.binary(max_size=3000), st.binary(max_size=3000))
@settings(max_examples=40, deadline=None)
def test_any_bytes(data, log, journal):
    consume(data, log, journal)


@given(st.binary(min_size=100, max_size=100))
@settings(max_examples=25, deadline=None)
def test_any_file_header(base, header):
    consume(header + base[100:])


@pytest.fixture(scope="module")
def journals(tmp_path_factory) -> dict[str, tuple[bytes, bytes]]:
    """A database and its log, and one with a journal that is hot, as they stand while an app has them open."""
    found = {}
    for mode, suffix in (("WAL", "-wal"), ("DELETE", "-journal")):
        path = tmp_path_factory.mktemp("hostile") / "open.db"
        database = sqlite3.connect(path, isolation_level=None)
        for pragma in ("page_size = 1024", f"journal_mode = {mode}", "cache_size = 2", "secure_delete = OFF"):
            database.execute(f"PRAGMA {pragma}").fetchall()
        database.execute(MESSAGE)
        database.execute("CREATE VIRTUAL TABLE words USING fts4(body)")
        database.executemany(INSERT, rows(24))
        database.executemany("INSERT INTO words VALUES (?)", [(row[2],) for row in rows(24)])
        database.execute("BEGIN")
        database.execute("DELETE FROM message WHERE _id % 3 = 1")
        database.execute("DELETE FROM words WHERE docid % 4 = 1")
        found[mode] = path.read_bytes(), path.with_name(f"open.db{suffix}").read_bytes()
        database.close()
    return found


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_flipped_bytes_in_a_log_and_in_a_journal(journals, mode, data):
    main, beside = journals[mode]
    spoilt = bytearray(beside)
    for _ in range(data.draw(st.integers(0, 30))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(spoilt[: data.draw(st.integers(0, len(spoilt)))]) if data.draw(st.booleans()) else bytes(spoilt)
    consume(main, **{"log" if mode == "WAL" else "journal": cut})


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_segments_of_a_full_text_index_that_were_tampered_with(journals, data):
    main, log = journals["WAL"]
    spoilt = bytearray(log)
    places = [at for at in range(len(log) - 4) if log[at : at + 4] in (b"brea", b"lamp", b"coff", b"wind")]
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.sampled_from(places)) + data.draw(st.integers(-6, 8))
        spoilt[at] = data.draw(st.integers(0, 255))
    consume(main, bytes(spoilt))


@pytest.mark.parametrize("target", ["itself", "the first"])
def test_overflow_pages_that_lead_in_circles(base, target):
    spoilt = bytearray(base)
    starts = [at for at in range(1024, len(base), 1024) if base[at + 4 : at + 1024].count(b"long text") > 50]
    assert len(starts) >= 4
    for at in starts:
        spoilt[at : at + 4] = ((at if target == "itself" else starts[0]) // 1024 + 1).to_bytes(4, "big")
    consume(bytes(spoilt))


@pytest.mark.parametrize("count", [0xFFFF, 0x7FFF, 300])
def test_page_counts_and_cell_counts_that_no_page_holds(base, count):
    spoilt = bytearray(base)
    spoilt[28:32] = spoilt[36:40] = (0xFFFFFFFF).to_bytes(4, "big")
    for at in range(1024, len(base), 1024):
        spoilt[at + 3 : at + 5] = count.to_bytes(2, "big")
    consume(bytes(spoilt))


def test_pages_that_lead_in_circles(base):
    spoilt = bytearray(base)
    spoilt[1024 + 8 : 1024 + 12] = (2).to_bytes(4, "big")
    spoilt[32:36] = (3).to_bytes(4, "big")
    spoilt[2048:2052] = (3).to_bytes(4, "big")
    consume(bytes(spoilt))


def test_freeblocks_that_lead_in_circles(base):
    spoilt = bytearray(base)
    for page in range(1, len(base) // 1024):
        at = page * 1024
        first = int.from_bytes(spoilt[at + 1 : at + 3], "big")
        if 8 < first < 1000:
            spoilt[at + first : at + first + 2] = first.to_bytes(2, "big")
    consume(bytes(spoilt))


def test_statements_that_would_do_harm_are_not_run(tmp_path):
    path = tmp_path / "x.db"
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("CREATE TABLE a(x TEXT)")
    database.execute("PRAGMA writable_schema = ON")
    endless = "CREATE TABLE a AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    database.execute("UPDATE sqlite_master SET sql = ?", (endless,))
    database.close()
    list(recover(Database.beside(path)))


def test_manipulated_files_of_the_public_corpus(corpus: Path):
    broken = sorted((corpus / "sqlite_deleted" / "antiforensic").rglob("*.db"))
    assert broken
    for path in broken:
        consume(path.read_bytes())
