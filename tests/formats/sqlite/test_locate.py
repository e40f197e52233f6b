from __future__ import annotations

import shutil
import sqlite3

from tests.formats.sqlite.made import INSERT, MESSAGE, rows

from phonefx.formats.sqlite import Database, locate, locate_key, read_place, salvage


def test_a_live_row_is_where_it_is_said_to_be(make):
    path = make(MESSAGE, (INSERT, rows(400)))
    database = Database.beside(path)
    data = path.read_bytes()
    for row in rows(400)[::37]:
        place = locate(database, "message", row[0])
        assert place is not None
        raw = data[place.offset : place.offset + place.length]
        assert row[2].encode() in raw
        assert read_place(database, place) == raw
    assert locate(database, "message", 5000) is None
    assert locate(database, "nothing", 1) is None


def test_a_row_of_the_log_is_found_in_the_log(make, tmp_path):
    path = make("PRAGMA journal_mode = WAL", MESSAGE, (INSERT, rows(100)), "PRAGMA wal_checkpoint(TRUNCATE)")
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("UPDATE message SET body = 'only in the log' WHERE _id = 50")
    copy = tmp_path / "copy.db"
    for suffix in ("", "-wal"):
        shutil.copy(f"{path}{suffix}", f"{copy}{suffix}")
    writer.close()
    database = Database.beside(copy)
    place = locate(database, "message", 50)
    assert place is not None
    assert (place.role, place.frame > 0) == ("wal", True)
    assert b"only in the log" in read_place(database, place)
    assert b"only in the log" in (tmp_path / "copy.db-wal").read_bytes()[place.offset :][: place.length]


def test_rows_without_rowid_are_found_by_their_key(make):
    path = make("CREATE TABLE kv (v TEXT, k TEXT PRIMARY KEY) WITHOUT ROWID", "INSERT INTO kv VALUES ('value', 'key')")
    database = Database.beside(path)
    place = locate_key(database, "kv", ("key",))
    assert place is not None
    assert read_place(database, place).endswith(b"keyvalue")


def test_salvage_reads_an_undamaged_table_as_sqlite_does(make):
    path = make(MESSAGE, (INSERT, rows(400)), "DELETE FROM message WHERE _id > 300")
    assert [row.values for row in salvage(Database.beside(path), "message")] == rows(300)


def test_salvage_reads_on_where_sqlite_stops(make):
    path = make(MESSAGE, (INSERT, rows(2000)))
    database = Database.beside(path)
    root = database.table("message").root
    data = bytearray(path.read_bytes())
    data[(root - 1) * 4096 : (root - 1) * 4096 + 4096] = bytes(4096)
    path.write_bytes(data)
    back = list(salvage(Database.beside(path), "message"))
    assert {row.values for row in back} == set(rows(2000))
    assert not any(row.attached for row in back)
