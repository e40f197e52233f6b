"""An item leads back to the very bytes of its row."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from phones import SMS, android

from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.case.store import Case
from phonefx.case.trace import Trace, trace
from phonefx.errors import CaseError, NoSuchItem, PhonefxError
from phonefx.evidence import open_exhibit

TEXTS = [f"message number {number}, with a text of its own" for number in range(400)]


@pytest.fixture(scope="module")
def phone(tmp_path_factory) -> Path:
    return android(tmp_path_factory.mktemp("phone"), TEXTS)


@pytest.fixture(scope="module")
def case(phone, tmp_path_factory):
    with process([ExhibitSpec("E1", phone)], tmp_path_factory.mktemp("c") / "case", Options(), Progress()) as made:
        yield made


def item_with(case: Case, body: str) -> int:
    return int(next(case.rows("SELECT item FROM message WHERE body = ?", body))["item"])


def traced(case: Case, item: int, path: Path) -> Trace:
    with open_exhibit(path) as exhibit:
        return trace(case, item, exhibit)


@pytest.mark.parametrize("number", [0, 57, 399])
def test_the_bytes_hold_the_text(case, phone, number):
    told = traced(case, item_with(case, TEXTS[number]), phone)
    assert told.unchanged is True
    assert TEXTS[number].encode() in told.content
    assert (told.row["_id"], told.row["body"]) == (number + 1, TEXTS[number])
    assert "FROM sms" in told.query


def test_the_place_is_where_the_file_has_those_bytes(case, phone):
    told = traced(case, item_with(case, TEXTS[57]), phone)
    at = int(told.place.partition("byte ")[2].split(",")[0])
    assert (phone / SMS).read_bytes()[at : at + len(told.content)] == told.content


@pytest.mark.parametrize("form", ["xml", "utf-16-be"])
def test_an_item_of_a_file_shows_the_bytes_of_its_value(tmp_path, form):
    phone = android(tmp_path / "phone", TEXTS[:1])
    name = "data/data/com.google.android.apps.messaging/shared_prefs/sim_state_tracker.xml"
    (phone / name).parent.mkdir(parents=True)
    filler = "".join(f'<string name="filler{number}">nothing</string>' for number in range(200))
    text = f'<map>{filler}<string name="raw_msisdn">+15551234567</string></map>'
    content = text.encode() if form == "xml" else b"\xfe\xff" + text.encode(form)
    (phone / name).write_bytes(content)
    with process([ExhibitSpec("E1", phone)], tmp_path / "case", Options(), Progress()) as made:
        item = next(made.rows("SELECT item FROM device_fact WHERE value = '+15551234567'"))["item"]
        told = traced(made, item, phone)
    stored = "+15551234567".encode("utf-8" if form == "xml" else form)
    assert told.place == f"raw_msisdn; its value stands at byte {content.index(stored)}"
    assert stored in told.content[:100]
    assert told.content in content


def test_without_the_exhibit_the_source_is_told(case):
    told = trace(case, item_with(case, TEXTS[0]), None)
    assert (told.source.path, told.source.key, told.unchanged, told.content) == ("/" + SMS, 1, None, b"")


def test_an_exhibit_that_changed_is_told(case, phone, tmp_path):
    other = android(tmp_path / "other", TEXTS[:5])
    assert traced(case, item_with(case, TEXTS[0]), other).unchanged is False


def test_the_wrong_exhibit_is_refused(case, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "data").mkdir()
    (tmp_path / "empty" / "data" / "x.txt").write_text("x")
    with pytest.raises(CaseError, match="not in the extraction"):
        traced(case, item_with(case, TEXTS[0]), tmp_path / "empty")


def test_an_unknown_item_is_refused(case):
    with pytest.raises(NoSuchItem):
        trace(case, 10**9, None)


def test_the_command_prints_row_and_bytes(case, phone):
    item = item_with(case, TEXTS[3])
    command = [sys.executable, "-m", "phonefx", "trace", str(case.folder), str(item), "--exhibit", str(phone)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    assert f"body: {TEXTS[3]}" in done.stdout
    assert "table sms, key 4" in done.stdout
    told = json.loads(subprocess.run([*command, "--json"], capture_output=True, check=True).stdout)
    assert TEXTS[3].encode().hex() in told["content"]


def changed(phone: Path, tmp_path: Path, *statements: str) -> Path:
    """The phone again, its messages changed by some statements."""
    other = android(tmp_path / "changed", TEXTS)
    with sqlite3.connect(other / SMS) as database:
        for statement in statements:
            database.execute(statement)
    database.close()
    return other


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("DELETE FROM sms WHERE _id = 4", "table sms has no row of that key now"),
        ("ALTER TABLE sms RENAME TO other", "no query of android.sms fits table sms of this database"),
        ("ALTER TABLE sms RENAME COLUMN body TO text", "no query of android.sms fits table sms of this database"),
    ],
)
def test_a_row_that_is_not_there_any_more_says_why(case, phone, tmp_path, statement, why):
    told = traced(case, item_with(case, TEXTS[3]), changed(phone, tmp_path, statement))
    assert (told.unchanged, told.row, told.content) == (False, {}, b"")
    assert told.place == f"not found again: {why}"


def test_a_damaged_page_says_what_sqlite_says(case, phone, tmp_path):
    other = changed(phone, tmp_path)
    data = bytearray((other / SMS).read_bytes())
    at = data.index(TEXTS[399].encode()) // 4096 * 4096
    data[at : at + 4096] = b"\xff" * 4096
    (other / SMS).write_bytes(data)
    told = traced(case, item_with(case, TEXTS[399]), other)
    assert told.place == "not found again: SQLite says: database disk image is malformed"


def test_a_file_that_is_no_database_any_more_is_refused_or_told(case, phone, tmp_path):
    other = changed(phone, tmp_path)
    (other / SMS).write_bytes(b"no database " * 1000)
    with pytest.raises(PhonefxError, match="no SQLite page found"):
        traced(case, item_with(case, TEXTS[3]), other)


def test_private_copies_lie_in_the_case_alone(case, phone, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "no such folder"))
    assert traced(case, item_with(case, TEXTS[0]), phone).unchanged
    assert not (case.folder / "work").exists()
