"""Signs of deletion say what the bytes show, and no more."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.formats.sqlite.made import INSERT, MESSAGE, rows

from phonefx.formats.sqlite import Database, recover, signs

SEQUENCE = MESSAGE.replace("PRIMARY KEY", "PRIMARY KEY AUTOINCREMENT")


def found(path: Path) -> dict[str, str]:
    listed = list(signs(Database.beside(path)))
    assert all(sign.limits for sign in listed)
    return {sign.code: sign.finding for sign in listed}


def test_a_clean_database_has_no_sign_of_lost_rows(make):
    codes = found(make(MESSAGE, (INSERT, rows(300))))
    assert not codes.keys() & {"row id gaps", "highest id gone", "free pages", "unused pages", "header damaged"}


def test_gaps_and_the_highest_id(make):
    codes = found(make(SEQUENCE, (INSERT, rows(300)), "DELETE FROM message WHERE _id IN (5, 6, 7, 90) OR _id > 280"))
    assert "276 rows with ids from 1 to 280; 4 ids between them without a row" in codes["row id gaps"]
    assert "5 to 7, 90" in codes["row id gaps"]
    assert codes["highest id gone"] == "The counter of given ids stands at 300; the highest id with a row is 280."


def test_the_counters_that_android_sets_for_the_owners_card_tell_of_no_row(make):
    begun = "INSERT INTO sqlite_sequence VALUES ('message', 9223372034707292160)"
    assert "highest id gone" not in found(make(SEQUENCE, begun))
    raised = "UPDATE sqlite_sequence SET seq = seq + 1"
    assert "highest id gone" in found(make(SEQUENCE, begun, raised, name="one.db"))


def test_free_pages_are_counted(make):
    path = make(MESSAGE, (INSERT, rows(300)), "DELETE FROM message WHERE _id > 20")
    free = int.from_bytes(path.read_bytes()[36:40], "big")
    assert free > 2
    assert found(path)["free pages"].startswith(f"{free} of {path.stat().st_size // 4096} pages are free")


def test_wiped_space_and_vacuum(make):
    wiped = make("PRAGMA secure_delete = ON", MESSAGE, (INSERT, rows(300)), "DELETE FROM message WHERE _id % 9 = 4")
    assert "free space wiped" in found(wiped)
    packed = make(MESSAGE, (INSERT, rows(300)), "DELETE FROM message WHERE _id % 9 = 4", "VACUUM", name="packed.db")
    assert "no free space" in found(packed)
    assert "free space wiped" not in found(packed)


def test_a_destroyed_header_is_said(make):
    path = make(MESSAGE, (INSERT, rows(300)))
    path.write_bytes(bytes(100) + path.read_bytes()[100:])
    assert "header damaged" in found(path)


def test_a_file_cut_short_is_said(make):
    path = make(MESSAGE, (INSERT, rows(900)))
    path.write_bytes(path.read_bytes()[: 4096 * 5])
    assert "file too short" in found(path)


def test_pages_that_stand_in_the_log_are_not_missing(tmp_path):
    path = tmp_path / "x.db"
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA wal_autocheckpoint = 0")
    database.execute("CREATE TABLE t(a)")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.executemany("INSERT INTO t VALUES (?)", [("x" * 900,) for _ in range(60)])
    (pages,) = database.execute("PRAGMA page_count").fetchone()
    copies = tmp_path / "copies"
    copies.mkdir()
    for suffix in ("", "-wal"):
        (copies / f"x.db{suffix}").write_bytes((tmp_path / f"x.db{suffix}").read_bytes())
    database.close()
    assert (copies / "x.db").stat().st_size < pages * 4096
    assert "file too short" not in found(copies / "x.db")
    whole = path.read_bytes()
    path.write_bytes(whole[: 4096 * 3])
    assert "file too short" in found(path)


def test_entries_that_fit_two_indexes_alike_are_counted(make):
    words = [f"{number * 7919 % 90_000:012}" for number in range(1, 2_001)]
    listed = [(number, words[number], words[-number]) for number in range(1, 2_000)]
    path = make(
        "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b TEXT)",
        "CREATE INDEX ia ON t(a)",
        "CREATE INDEX ib ON t(b)",
        ("INSERT INTO t VALUES (?, ?, ?)", listed),
        "DELETE FROM t WHERE id > 50",
    )
    database = Database.beside(path)
    list(recover(database))
    (told,) = [sign for sign in signs(database) if sign.code == "index entries not read"]
    in_pages = sum(path.read_bytes().count(word.encode()) for word in words)
    assert told.table == "t"
    assert 0 < database.undecided["t"] < in_pages
    assert f": {database.undecided['t']};" in told.finding
