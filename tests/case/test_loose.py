"""Files out of their place: read by name where nothing stands at its place on a device, and only there."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from phones import SMS, android

from phonefx.case import ingest
from phonefx.case.loose import BY_NAME
from phonefx.case.progress import Progress
from phonefx.case.store import Case
from phonefx.case.verify import exhibit_checks
from phonefx.evidence.matching import names_alone

TEXTS = ["first", "second", "third, in the log"]


@pytest.fixture
def loose(tmp_path):
    """A folder with a message store by itself, whose last text is in its log alone, and a picture beside it."""
    made = android(tmp_path / "phone", TEXTS[:2])
    folder = tmp_path / "from a colleague"
    folder.mkdir()
    with closing(sqlite3.connect(made / SMS)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("INSERT INTO sms VALUES (3, 1, '+15550100', 1700000300000, 0, 1, 1, ?)", TEXTS[2:])
        database.commit()
        for each in (made / SMS).parent.iterdir():
            shutil.copy(each, folder)
    (folder / "picture.jpg").write_bytes(b"\xff\xd8\xff\xd9")
    (folder / "note.txt").write_text("not evidence")
    return folder


def process(path, tmp_path):
    case = ingest.process([ingest.ExhibitSpec("E1", path)], tmp_path / "case", ingest.Options(), Progress())
    case.close()
    return sqlite3.connect(tmp_path / "case" / "case.db")


def live(database):
    rows = database.execute("SELECT m.body FROM message m JOIN item i ON i.id = m.item WHERE i.state = 'live'")
    return sorted(body for (body,) in rows)


def test_a_database_by_itself_is_read_by_its_name_and_the_coverage_says_so(loose, tmp_path):
    with closing(process(loose, tmp_path)) as database:
        assert live(database) == TEXTS
        told = "SELECT outcome, note FROM coverage WHERE parser = ?"
        outcome, note = database.execute(told, ("android.sms",)).fetchone()
        assert (outcome, note.startswith(f"{BY_NAME}; ")) == ("items", True)
        assert database.execute(told, ("exports.photos",)).fetchone()[1] == BY_NAME
        assert database.execute("SELECT count(*) FROM unread").fetchone() == (0,)
        hashed = dict(database.execute("SELECT path, sha256 FROM container"))
    assert hashed == {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in loose.iterdir()}


def test_one_database_is_an_exhibit_with_its_log_and_nothing_else_of_its_folder(loose, tmp_path):
    before = {each.name: each.read_bytes() for each in loose.iterdir()}
    with closing(process(loose / "mmssms.db", tmp_path)) as database:
        assert live(database) == TEXTS
        assert {path for (path,) in database.execute("SELECT path FROM container")} == {
            name for name in before if name.startswith("mmssms.db")
        }
    assert {each.name: each.read_bytes() for each in loose.iterdir()} == before
    with closing(Case(tmp_path / "case")) as case:
        assert [each.fault for each in exhibit_checks(case, "E1", loose / "mmssms.db")] == [""]


def test_beside_a_phone_a_copy_out_of_its_place_is_told_and_not_read(loose, tmp_path):
    android(loose, ["at its place"])
    with closing(process(loose, tmp_path)) as database:
        assert live(database) == ["at its place"]
        assert database.execute("SELECT path FROM unread").fetchall() == [("/mmssms.db",)]
        assert database.execute("SELECT count(*) FROM coverage WHERE note LIKE ?", (f"%{BY_NAME}%",)).fetchone() == (0,)
        hashed = {path for (path,) in database.execute("SELECT path FROM container")}
    assert hashed == {each.relative_to(loose).as_posix() for each in loose.rglob("*") if each.is_file()}


def test_a_database_of_that_name_with_other_tables_gives_nothing(tmp_path):
    folder = tmp_path / "loose"
    folder.mkdir()
    with closing(sqlite3.connect(folder / "mmssms.db")) as database:
        database.execute("CREATE TABLE shopping(thing TEXT)")
    with closing(process(folder, tmp_path)) as database:
        assert database.execute("SELECT count(*) FROM item").fetchone() == (0,)
        told = "SELECT outcome FROM coverage WHERE parser = 'android.sms'"
        assert database.execute(told).fetchone() == ("no such table",)


def test_what_names_nothing_by_itself_is_no_name():
    patterns = ["/data/*/databases/mmssms.db", "*/Biome/streams/6*", "*/cache/*.db", "*/{a,b}/live*.db", "/data/x/*"]
    assert names_alone(patterns) == ["*/live*.db", "*/mmssms.db"]
