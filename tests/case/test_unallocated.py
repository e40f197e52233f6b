"""`process --carve`: rows of database pages that no file of a disk image owns, as items that say what is not known."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from phones import SMS, android, make

from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.case.store import Case
from phonefx.case.trace import trace
from phonefx.case.verify import verify
from phonefx.errors import UsageError
from phonefx.evidence import open_exhibit

LIVE = [f"living message number {number} about the harbour" for number in range(1, 61)]
GONE = [f"lost message number {number} about the old mill" for number in range(1, 41)]
PLACES = "/usr/sbin:/sbin:/usr/bin:/bin"


def tool(name: str) -> str:
    found = shutil.which(name, path=PLACES)
    if found is None:
        pytest.skip(f"{name} is not installed (Debian package e2fsprogs)")
    return found


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """A phone with live messages; an older store with lost ones and copies of some live ones was deleted from it."""
    phone = android(tmp_path / "phone", LIVE)
    for folder in ("misc", "app", "media"):
        (phone / "data" / folder).mkdir(exist_ok=True)
    old = android(tmp_path / "old", LIVE[:10]) / SMS
    database = sqlite3.connect(old)
    database.executemany(
        f"INSERT INTO sms VALUES (?, 1, '+15550123', {1_690_000_000_000} + ? * 60000, 0, 1, 1, ?)",
        [(200 + number, number, text) for number, text in enumerate(GONE)],
    )
    database.execute("CREATE TABLE other (a, b, c)")
    database.executemany("INSERT INTO other VALUES (?, ?, ?)", [("of no table", n, "text " * 4) for n in range(20)])
    database.commit()
    database.close()
    (phone / "data" / "gone.bin").write_bytes(old.read_bytes() + bytes(4096) + old.read_bytes())
    target = tmp_path / "userdata.img"
    made = [tool("mke2fs"), "-q", "-t", "ext4", "-b", "4096", "-d", str(phone / "data"), str(target), "8M"]
    subprocess.run(made, check=True, capture_output=True)
    subprocess.run([tool("debugfs"), "-w", "-R", "rm gone.bin", str(target)], check=True, capture_output=True)
    return target


def taken(image: Path, folder: Path, **options: object) -> Case:
    return process([ExhibitSpec("E1", image)], folder, Options(**options), Progress())


def carved(case: Case) -> list[tuple[object, ...]]:
    return case.db.execute(
        "SELECT m.body, i.id, i.state, i.path, i.parser, r.file, r.offset, r.length, r.confidence, r.reason, r.places"
        " FROM item i JOIN message m ON m.item = i.id JOIN recovery r ON r.item = i.id WHERE i.path = '$Unallocated'"
        " ORDER BY i.id"
    ).fetchall()


def coverage(case: Case) -> tuple[str, str]:
    return case.db.execute("SELECT outcome, note FROM coverage WHERE parser = 'unallocated'").fetchone()


def test_it_is_off_and_the_coverage_says_how_much_was_not_searched(image, tmp_path):
    with taken(image, tmp_path / "case") as case:
        assert carved(case) == []
        outcome, note = coverage(case)
    assert outcome == "not searched"
    assert note.startswith("unallocated space not searched: ")
    assert int(note.split()[4].replace(",", "")) > 1 << 20


def test_rows_that_fit_one_table_become_items_and_copies_of_live_ones_do_not(image, tmp_path):
    data = image.read_bytes()
    with taken(image, tmp_path / "case", carve=True) as case:
        rows = carved(case)
        outcome, note = coverage(case)
        read, records, skipped = case.db.execute(
            "SELECT sum(rows_read), sum(records), sum(skipped) FROM source JOIN file ON file.id = source.file"
            " WHERE file.path = '$Unallocated'"
        ).fetchone()
    assert sorted(row[0] for row in rows) == sorted(GONE)
    for body, _, state, _, parser, file, offset, length, confidence, reason, places in rows:
        assert (state, parser, file) == ("recovered", "android.sms", "image")
        spots = [offset, *(each["offset"] for each in json.loads(places))]
        assert len(spots) == 2
        assert all(str(body).encode() in data[at : at + length] for at in spots)
        assert 0 < confidence <= 0.3
        assert "whether it was deleted or is a copy is not known" in reason
        assert "mmssms.db" in reason
    assert outcome == "searched"
    assert "40 fit no table" in note
    assert "10 say what a live row says; 50 say what another of them says" in note
    assert read == records + skipped == len(GONE)


def test_the_bytes_are_shown_and_the_case_verifies(image, tmp_path):
    with taken(image, tmp_path / "case", carve=True) as case:
        body, item, *_ = carved(case)[0]
        with open_exhibit(image) as exhibit:
            told = trace(case, item, exhibit)
    assert told.unchanged is True
    assert str(body).encode() in told.content
    assert told.place.startswith("the disk image, byte ")
    checks = [each for each in verify(tmp_path / "case", {"E1": image}) if each.what == "exhibit"]
    assert [each.fault for each in checks] == [""]
    changed = bytearray(image.read_bytes())
    changed[changed.find(b"lost message number 7 ")] ^= 1
    image.write_bytes(changed)
    with Case(tmp_path / "case") as case, open_exhibit(image) as exhibit:
        assert trace(case, item, exhibit).unchanged is False


def test_several_processes_give_the_same_items(image, tmp_path):
    found = []
    for jobs in (1, 3):
        with taken(image, tmp_path / f"case{jobs}", carve=True, jobs=jobs) as case:
            found.append((carved(case), coverage(case)))
    assert found[0] == found[1]


def test_a_table_that_another_one_is_like_is_left_alone(image, tmp_path):
    phone = tmp_path / "phone"
    like = sqlite3.connect(phone / SMS).execute("SELECT sql FROM sqlite_master WHERE name = 'sms'").fetchone()[0]
    calls = "data/data/com.android.providers.contacts/databases/calllog.db"
    make(phone / calls, [like.replace("TABLE sms", "TABLE letters")])
    both = tmp_path / "both.img"
    made = [tool("mke2fs"), "-q", "-t", "ext4", "-b", "4096", "-d", str(phone / "data"), str(both), "8M"]
    subprocess.run(made, check=True, capture_output=True)
    subprocess.run([tool("debugfs"), "-w", "-R", "rm gone.bin", str(both)], check=True, capture_output=True)
    with taken(both, tmp_path / "case", carve=True) as case:
        assert carved(case) == []
        assert "100 fit several tables" in coverage(case)[1]


def test_a_finished_exhibit_is_not_searched_later_in_silence(image, tmp_path):
    taken(image, tmp_path / "case").close()
    with pytest.raises(UsageError, match="without --carve"):
        taken(image, tmp_path / "case", carve=True)


def test_a_folder_has_no_unallocated_space(tmp_path):
    with taken(android(tmp_path / "phone", LIVE), tmp_path / "case", carve=True) as case:
        assert case.db.execute("SELECT count(*) FROM coverage WHERE parser = 'unallocated'").fetchone() == (0,)
