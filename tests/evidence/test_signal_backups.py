"""A backup of Signal gives the items of the database that it was made from; without its digits it is told."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "formats"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "parsers"))

import casework
from signalbackup_made import DIGITS, END, VERSION, attachment, avatar, backup, statement

from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.case.verify import verify
from phonefx.errors import EvidenceError
from phonefx.evidence import open_exhibit

PICTURE, FACE = b"sealed bytes of a picture", b"sealed bytes of a face"
PLACE = "data/media/0/Signal/Backups/signal-2023-11-14-22-13-20.backup"
CASES = casework.CASES / "apps.signal.android"
MADE = casework.Made("apps.signal.android", CASES / "v2024.sql", CASES / "v2024.jsonl")


@pytest.fixture(scope="module")
def sealed() -> bytes:
    database = sqlite3.connect(":memory:")
    database.executescript(MADE.source.read_text(encoding="utf-8"))
    tables = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    frames: list = [VERSION, *(statement(sql) for _, sql in tables), statement("CREATE INDEX i ON message (date_sent)")]
    for name, _ in tables:
        rows = database.execute(f"SELECT * FROM {name}").fetchall()
        frames += [statement(f"INSERT INTO {name} VALUES ({','.join('?' * len(row))})", *row) for row in rows]
    database.close()
    return backup([*frames, attachment(PICTURE), attachment(b"of no row", 99), avatar(FACE, "2"), END])


def phone(root: Path, content: bytes) -> Path:
    (root / PLACE).parent.mkdir(parents=True)
    (root / PLACE).write_bytes(content)
    return root


def test_its_database_is_put_together_in_the_scratch_folder_alone(tmp_path: Path, sealed: bytes, monkeypatch):
    root, scratch = phone(tmp_path / "phone", sealed), tmp_path / "scratch"
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "no such folder"))
    with open_exhibit(root, password=DIGITS, scratch=scratch) as exhibit:
        (entry,) = [each for each in exhibit.entries() if each.stored.endswith("/signal.db")]
        with exhibit.open(entry) as stream:
            assert stream.read(15) == b"SQLite format 3"
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_its_items_are_those_of_the_database(tmp_path: Path, sealed: bytes, jobs: int):
    root = phone(tmp_path / "phone", sealed)
    with process([ExhibitSpec("E1", root)], tmp_path / "case", Options(password=DIGITS, jobs=jobs), Progress()) as case:
        paths = case.db.execute("SELECT DISTINCT path FROM item WHERE parser = 'apps.signal.android'").fetchall()
        assert [tuple(row) for row in paths] == [(f"/{PLACE}/signal.db",)]
        for kind in ("message", "call", "contact"):
            wanted = sum(row["kind"] == kind for row in MADE.rows)
            assert wanted
            sql = f"SELECT count(*) FROM {kind} k JOIN item i ON i.id = k.item WHERE i.parser = 'apps.signal.android'"
            assert case.db.execute(sql).fetchone()[0] == wanted, kind
        bodies = {row[0] for row in case.db.execute("SELECT body FROM message WHERE body IS NOT NULL")}
        assert {"Hello", "Hi"} <= bodies
        assert case.db.execute("SELECT count(*) FROM problem WHERE path LIKE '%.backup%'").fetchone()[0] == 0
        sql = ("SELECT k.key, i.kind, f.path, f.sha256, f.size FROM attachment k JOIN item i ON i.id = k.item"
               " JOIN file f ON f.id = k.file ORDER BY i.kind DESC")  # fmt: skip
        assert [tuple(row) for row in case.db.execute(sql)] == [
            (7, "message", f"/{PLACE}/attachment-7-0", hashlib.sha256(PICTURE).hexdigest(), len(PICTURE)),
            (3, "contact", f"/{PLACE}/avatar-2-2", hashlib.sha256(FACE).hexdigest(), len(FACE)),
        ]
    assert (root / PLACE).read_bytes() == sealed
    checks = verify(tmp_path / "case", {"E1": root})
    assert [check.fault for check in checks if check.what == "exhibit" and check.fault] == []


@pytest.mark.parametrize(("password", "told"), [(None, "its 30 digits were not given"), ("secret", "were not given")])
def test_without_its_digits_it_is_told(tmp_path: Path, sealed: bytes, password: str | None, told: str):
    with open_exhibit(phone(tmp_path, sealed), password=password) as exhibit:
        assert [entry.stored for entry in exhibit.entries() if entry.form == "file"] == [PLACE]
        assert [(each.code, each.path) for each in exhibit.problems] == [("encrypted", PLACE)]
        assert told in exhibit.problems[0].message


def test_other_digits_are_refused_in_one_line(tmp_path: Path, sealed: bytes):
    with open_exhibit(phone(tmp_path, sealed), password="9" * 30) as exhibit:
        (inner,) = [entry for entry in exhibit.entries() if entry.stored.endswith("signal.db")]
        with pytest.raises(EvidenceError, match="30 digits that were given do not open it"):
            exhibit.open(inner)


def test_a_cut_backup_gives_what_came_before_and_says_so(tmp_path: Path, sealed: bytes):
    root = phone(tmp_path / "phone", sealed[:-90])
    with process([ExhibitSpec("E1", root)], tmp_path / "case", Options(password=DIGITS), Progress()) as case:
        assert case.db.execute("SELECT count(*) FROM item WHERE parser = 'apps.signal.android'").fetchone()[0] > 3
        (code, text) = case.db.execute("SELECT code, message FROM problem WHERE path LIKE '%signal.db'").fetchone()
        assert code == "damaged"
        assert text.endswith("what came before was read")
