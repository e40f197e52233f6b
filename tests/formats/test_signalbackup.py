"""Backups of Signal made here by the published layout: restored with their digits, refused without, never trusted."""

from __future__ import annotations

import io
import sqlite3
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent))

from signalbackup_made import DIGITS, END, SALT, VERSION, attachment, avatar, backup, derived, statement, sticker

from phonefx.errors import Damaged, HostileEvidence
from phonefx.formats import signalbackup

TABLE = statement("CREATE TABLE t (_id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT, b REAL, c BLOB)")
KEYS = derived()
ROW = (1, "a text", 2.5, b"\x00\xff")
WHOLE = [VERSION, TABLE, statement("INSERT INTO t VALUES (?,?,?,?)", *ROW), END]


@pytest.fixture(autouse=True)
def keys_at_hand(monkeypatch):
    """The keys take a while on purpose; they are derived once here, and once for real below."""
    right = signalbackup.keys
    monkeypatch.setattr(signalbackup, "keys", lambda digits, salt: (
        signalbackup.Keys(*KEYS) if (digits, salt) == (DIGITS, SALT) else right(digits, salt)))  # fmt: skip


def restored(tmp_path: Path, content: bytes, digits: str = DIGITS, limit: int = 1 << 24):
    target = tmp_path / "restored.db"
    target.unlink(missing_ok=True)
    known = signalbackup.header(content)
    told = signalbackup.restore(
        io.BytesIO(content), known, signalbackup.keys(digits, known.salt), target, limit, "/in/"
    )
    connection = sqlite3.connect(target)
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = connection.execute("SELECT * FROM t").fetchall() if "t" in names else []
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.close()
    return told, rows, version


def test_the_keys_are_those_of_the_definition(monkeypatch):
    monkeypatch.undo()
    found = signalbackup.keys(DIGITS, SALT)
    assert (found.cipher, found.mac) == KEYS


@pytest.mark.parametrize("text", [DIGITS, " ".join(DIGITS[i : i + 5] for i in range(0, 30, 5)), f"{DIGITS}\n"])
def test_digits_may_be_written_in_groups(text: str):
    assert signalbackup.digits(text) == DIGITS


@pytest.mark.parametrize("text", ["", DIGITS[:-1], DIGITS + "0", "x" * 30, "٣" * 30])
def test_anything_else_is_no_passphrase(text: str):
    assert signalbackup.digits(text) is None


@pytest.mark.parametrize("version", [0, 1])
def test_tables_rows_and_version_come_back(tmp_path: Path, version: int):
    told, rows, number = restored(tmp_path, backup(WHOLE, version, KEYS))
    assert (rows, number) == ([ROW], 219)
    assert told == signalbackup.Restored(statements=2)


@pytest.mark.parametrize("version", [0, 1])
def test_other_digits_do_not_open_it(tmp_path: Path, version: int):
    told, rows, _ = restored(tmp_path, backup(WHOLE, version, KEYS), "9" * 30)
    assert (told, rows) == (None, [])


CONTENTS = [b"", b"x" * 100, bytes(3 << 20), b"a face", b"a sticker"]
FILES = [attachment(CONTENTS[0], 7), attachment(CONTENTS[1], 8), attachment(CONTENTS[2], 9), avatar(CONTENTS[3], "2"),
         sticker(CONTENTS[4], 3)]  # fmt: skip
NAMES = ["attachment-7-0", "attachment-8-1", "attachment-9-2", "avatar-2-3", "sticker-3-4"]


@pytest.mark.parametrize("version", [0, 1])
def test_files_are_listed_beside_the_tables_and_can_be_taken_out(tmp_path: Path, version: int):
    content = backup([*WHOLE[:2], *FILES, *WHOLE[2:]], version, KEYS)
    told, rows, _ = restored(tmp_path, content)
    assert (told.files, told.damage, rows) == (5, "", [ROW])
    listed = sqlite3.connect(tmp_path / "restored.db").execute("SELECT kind, row, path FROM files_in_the_backup")
    wanted = [(name.split("-")[0], int(name.split("-")[1]), f"/in/{name}") for name in NAMES]
    assert sorted(listed.fetchall()) == sorted(wanted)
    file, secret = io.BytesIO(content), signalbackup.Keys(*KEYS)
    sealed = [each for _, each in signalbackup.Frames(file, signalbackup.header(content), secret) if each]
    assert [each.name for each in sealed] == NAMES
    for each, plain in zip(sealed, CONTENTS, strict=True):
        target = io.BytesIO()
        signalbackup.take_out(file, each, secret, target)
        assert target.getvalue() == plain


def test_a_file_that_was_changed_or_cut_is_not_given_in_silence():
    content = bytearray(backup([*WHOLE[:2], attachment(b"x" * 100), END], 1, KEYS))
    secret, known = signalbackup.Keys(*KEYS), signalbackup.header(bytes(content))
    (sealed,) = [each for _, each in signalbackup.Frames(io.BytesIO(content), known, secret) if each]
    content[sealed.offset + 50] ^= 1
    for broken in (bytes(content), bytes(content[: sealed.offset + 60])):
        with pytest.raises(Damaged, match="cut, or was changed"):
            signalbackup.take_out(io.BytesIO(broken), sealed, secret, io.BytesIO())


def test_a_backup_that_is_cut_within_a_file_is_told(tmp_path: Path):
    content = backup([*WHOLE[:3], attachment(b"x" * 100), END], 1, KEYS)
    told, rows, _ = restored(tmp_path, content[:-60])
    assert (told.damage, rows) == ("it breaks off within a file", [ROW])


def test_a_statement_cannot_name_the_list_of_files(tmp_path: Path):
    forged = statement("INSERT INTO files_in_the_backup VALUES (?,?,?)", "attachment", 1, "/etc/passwd")
    told, _, _ = restored(tmp_path, backup([TABLE, forged, END], 1, KEYS))
    assert told.lost == 1


def test_negative_and_null_values_come_back(tmp_path: Path):
    rows = [(-5, None, -0.0, None), (2, "", 1e300, b"")]
    frames = [TABLE, *(statement("INSERT INTO t VALUES (?,?,?,?)", *row) for row in rows), END]
    assert restored(tmp_path, backup(frames, 1, KEYS))[1] == rows


def test_a_cut_backup_gives_what_came_before(tmp_path: Path):
    whole = backup(WHOLE, 1, KEYS)
    told, rows, _ = restored(tmp_path, whole[: len(whole) - 13])
    assert rows == [ROW]
    assert "breaks off" in told.damage
    told, rows, _ = restored(tmp_path, backup(WHOLE[:-1], 1, KEYS))
    assert (rows, told.damage) == ([ROW], "the frame that ends a backup is not there")


def test_a_changed_byte_is_noticed(tmp_path: Path):
    whole = bytearray(backup(WHOLE, 1, KEYS))
    whole[-25] ^= 1
    assert "was changed" in restored(tmp_path, bytes(whole))[0].damage


@pytest.mark.parametrize("sql", [
    "ATTACH DATABASE 'x' AS x", "DROP TABLE t", "DELETE FROM t", "PRAGMA writable_schema = ON", "VACUUM INTO 'x'",
    "CREATE TABLE u AS SELECT * FROM t",
    "CREATE TABLE u(a); DROP TABLE t", "CREATE TABLE u(a CHECK(zeroblob(1 << 29)))",
    "CREATE VIRTUAL TABLE u USING fts5(a)", "CREATE TRIGGER u AFTER INSERT ON t BEGIN DELETE FROM t; END",
    "INSERT INTO t SELECT 5, 'x', 1, NULL", "INSERT INTO t VALUES (?, load_extension('x'), 1, 1)", "SELECT 1",
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x FROM c) SELECT x FROM c",
    "INSERT INTO sqlite_master VALUES (?,?,?,?)", "INSERT OR REPLACE INTO t VALUES (?,?,?,?)",
])  # fmt: skip
def test_no_statement_but_tables_and_rows_is_run(tmp_path: Path, sql: str):
    frames = [TABLE, WHOLE[2], statement(sql, *ROW[: sql.count("?")]), END]
    told, rows, _ = restored(tmp_path, backup(frames, 1, KEYS))
    assert rows == [ROW]
    assert told.statements == 2
    assert told.lost == (0 if sql.startswith(("CREATE VIRTUAL TABLE", "CREATE TRIGGER")) else 1)


def test_a_database_that_grows_too_large_is_refused(tmp_path: Path):
    long = "x" * 100_000
    frames = [statement(f"CREATE TABLE t (a, b TEXT DEFAULT '{long}')")]
    frames += [statement("INSERT INTO t (a) VALUES (?)", 1)] * 20
    with pytest.raises(HostileEvidence):
        restored(tmp_path, backup([*frames, END], 1, KEYS), limit=1 << 20)


@pytest.mark.parametrize("content", [b"", b"\x00" * 100, b"\xff" * 100, b"no backup at all, though it is called one"])
def test_what_has_no_header_is_damaged(tmp_path: Path, content: bytes):
    with pytest.raises(Damaged):
        restored(tmp_path, content)


ANY = st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), st.binary(max_size=50),
                st.text(st.characters(exclude_categories=["Cs"]), max_size=20))  # fmt: skip


@given(st.lists(st.tuples(ANY, ANY), max_size=5), st.sampled_from([0, 1]))
@settings(max_examples=30, deadline=None)
def test_whatever_a_row_holds_comes_back(tmp_path: Path, rows, version: int):
    frames = [statement("CREATE TABLE t (a, b)"), *(statement("INSERT INTO t VALUES (?,?)", *row) for row in rows), END]
    assert restored(tmp_path, backup(frames, version, KEYS))[1] == rows


@given(st.binary(min_size=1, max_size=200), st.integers(0, 1 << 16), st.sampled_from([0, 1]))
@settings(max_examples=60, deadline=None)
def test_broken_frames_never_crash_and_never_pass_in_silence(tmp_path: Path, noise: bytes, place: int, version: int):
    whole = backup(WHOLE, version, KEYS)
    start = signalbackup.header(whole).start
    at = start + place % (len(whole) - start)
    broken = whole[:at] + noise + whole[at + len(noise) :]
    told, _, _ = restored(tmp_path, broken)
    assert broken.startswith(whole) or told is None or told.damage


@given(st.binary(max_size=200))
def test_any_bytes_are_a_header_or_damaged(data: bytes):
    with suppress(Damaged):
        assert len(signalbackup.header(data).vector) == 16
