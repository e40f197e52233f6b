"""What lies outside a warrant is counted and nowhere kept."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from phones import android, make

from phonefx.case import scope
from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.case.store import Case
from phonefx.errors import NotFound, UsageError

# Text number n of the phone is stored at 2023-11-14T22:13:20Z plus n minutes; the call ten minutes after that start.
TEXTS = [f"text-number-{number}-secret" for number in range(1, 21)]


@pytest.fixture
def phone(tmp_path) -> Path:
    return android(tmp_path / "phone", TEXTS)


def limits(tmp_path: Path, text: str) -> scope.Scope:
    path = tmp_path / "scope.toml"
    path.write_text(text, encoding="utf-8")
    return scope.read(path)


def run(tmp_path: Path, phone: Path, text: str) -> Case:
    given = limits(tmp_path, text)
    return process([ExhibitSpec("E1", phone)], tmp_path / "case", Options(scope=given), Progress())


def kept(case: Case) -> list[str]:
    return [row["body"] for row in case.rows("SELECT body FROM message ORDER BY item")]


def test_dates_limit_what_is_kept(phone, tmp_path):
    with run(tmp_path, phone, 'from = "2023-11-14T22:20:00"\nto = "2023-11-14T22:23:20Z"') as case:
        assert kept(case) == TEXTS[6:9]
        counts = {row["kind"]: (row["records"], row["outside"]) for row in case.rows("SELECT * FROM source")}
        assert counts == {"message": (20, 17), "call": (1, 1)}
        assert '"start": 1700000400000000' in case.meta("scope")


def test_what_is_outside_is_not_in_the_file(phone, tmp_path):
    run(tmp_path, phone, 'to = "2023-11-14T22:15:00"').close()
    content = (tmp_path / "case" / "case.db").read_bytes()
    assert TEXTS[0].encode() in content
    assert [text for text in TEXTS[1:] if text.encode() in content] == []
    assert [path for path in (tmp_path / "case").rglob("*") if path.suffix == ".shard"] == []


def test_kinds_limit_what_is_kept(phone, tmp_path):
    with run(tmp_path, phone, 'kinds = ["call"]') as case:
        assert kept(case) == []
        assert case.db.execute("SELECT count(*) FROM call").fetchone() == (1,)


def test_people_limit_messages_and_calls(phone, tmp_path):
    with run(tmp_path, phone, 'people = ["+15550101"]') as case:
        assert kept(case) == []
        assert case.db.execute("SELECT counterpart FROM call").fetchall() == [("+15550101",)]
        assert case.db.execute("SELECT sum(outside) FROM source").fetchone() == (20,)


def test_artifacts_limit_what_is_kept(phone, tmp_path):
    with run(tmp_path, phone, 'parsers = ["android.sms"]') as case:
        assert len(kept(case)) == 20
        assert case.db.execute("SELECT count(*) FROM call").fetchone() == (0,)


def test_items_without_a_time_are_outside_unless_asked_for(phone, tmp_path):
    database = phone / "data/data/com.android.providers.telephony/databases/mmssms.db"
    make(database, ["UPDATE sms SET date = 0 WHERE _id = 5"])
    with run(tmp_path, phone, 'from = "2020-01-01"') as case:
        assert TEXTS[4] not in kept(case)
    (tmp_path / "case2").mkdir()
    with run(tmp_path / "case2", phone, 'from = "2020-01-01"\nundated = true') as case:
        assert TEXTS[4] in kept(case)


def test_a_case_has_one_scope(phone, tmp_path):
    run(tmp_path, phone, 'kinds = ["call"]').close()
    with pytest.raises(UsageError, match="another scope"):
        run(tmp_path, phone, 'kinds = ["message"]')


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("from = nonsense", "not a scope file"),
        ('form = "2020-01-01"', "no form"),
        ('from = "yesterday"', "no time"),
        ('kinds = ["letters"]', "no kind letters"),
        ('people = "+447700900111"', "list of texts"),
        ('from = "2020-01-01"\ntimezone = "Mars/Base"', "no time"),
    ],
)
def test_a_wrong_scope_is_told(tmp_path, text, line):
    with pytest.raises(UsageError, match=line):
        limits(tmp_path, text)


def test_a_missing_scope_is_told(tmp_path):
    with pytest.raises(NotFound):
        scope.read(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("stored", "given", "same"),
    [
        ("+447700900111", "07700 900111", True),
        ("+447700900111", "+447700900112", False),
        ("900111", "+447700900111", False),
        ("Maya@Example.org", "maya@example.org", True),
        ("CoopMobile", "coopmobile", True),
        (None, "x", False),
    ],
)
def test_people_are_compared_with_care(stored, given, same):
    assert scope._is_one_of(None if stored is None else stored.encode(), (given,)) is same
