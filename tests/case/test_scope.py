"""What lies outside a warrant is counted and nowhere kept."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

sys.path.insert(0, str(Path(__file__).parent))

from phones import android, make

from phonefx.case import schema, scope
from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.case.store import Case
from phonefx.errors import NotFound, UsageError
from phonefx.report.maps.write import MapOptions, write_map
from phonefx.report.options import Options as ReportOptions
from phonefx.report.pdf import write_report
from phonefx.report.redaction import Person, Redaction
from phonefx.timeline import build

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
        ('from = "2020-01-01"\ntimezone = "Mars/Base"', "IANA"),
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


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('undated = "no"', "true or false"),
        ('from = "2026-03-02"\nto = "2026-03-01"', "not before"),
        ('parsers = ["android.smss"]', "begins with android.smss"),
        ('people = [" "]', "list of texts"),
        ('people = ["+47 555 0101", "+"]', r"\+ in people is neither"),
        ("authority = 12", "is a text"),
        ("timezone = 3", "IANA"),
    ],
)
def test_a_limit_that_would_not_mean_what_it_says_is_refused(tmp_path, text, line):
    with pytest.raises(UsageError, match=line):
        limits(tmp_path, text)


def test_a_number_that_is_compared_as_it_is_is_told(phone, tmp_path):
    """A part of a number keeps nothing of its owner; a short code may be meant, so it is not refused."""
    told: list[str] = []

    class Steps(Progress):
        def step(self, text: str) -> None:
            told.append(text)

    given = limits(tmp_path, 'people = ["12", "555-0100", "+44 7700 900111", "x12@example.org", "Maya 2"]')
    with process([ExhibitSpec("E1", phone)], tmp_path / "case", Options(scope=given), Steps()) as case:
        assert list(case.rows("SELECT * FROM message")) == []
    assert [line.partition(" has ")[0] for line in told if line.startswith("scope: ")] == [
        "scope: 12", "scope: 555-0100",
    ]  # fmt: skip


def test_the_limits_of_a_case_come_back_as_they_were(tmp_path):
    given = limits(tmp_path, 'from = "2026-03-01T00:00:00.25"\nkinds = ["call"]\npeople = ["Müller"]\nauthority = "W"')
    assert scope.Scope.of(given.told()) == given
    assert given.start == 1772323200250000
    assert scope.Scope.of("") is None


def test_a_time_without_a_zone_is_compared_with_the_clock_of_the_zone_of_the_scope(tmp_path):
    """22:30 and 23:30 on the phone's clock; the scope begins at 23:00 in Berlin, which is 22:00 in UTC."""
    path = tmp_path / "x.shard"
    with closing(sqlite3.connect(path)) as database:
        schema.create_shard(database)
        for number, basis in enumerate(("utc", "device"), 1):
            database.execute("INSERT INTO source(id, kind, parser, basis, outside) VALUES (?, 'call', 'p', ?, 0)",
                             (number, basis))  # fmt: skip
            for key, us in (("half past ten", 1772317800000000), ("half past eleven", 1772321400000000)):
                database.execute("INSERT INTO call(source, key, time_us) VALUES (?, ?, ?)", (number, key, us))
        database.commit()
    scope.apply(limits(tmp_path, 'from = "2026-02-28T23:00:00"\ntimezone = "Europe/Berlin"'), path)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT source, key FROM call ORDER BY 1, time_us").fetchall() == [
            (1, "half past ten"), (1, "half past eleven"), (2, "half past eleven"),
        ]  # fmt: skip
        assert database.execute("SELECT outside FROM source ORDER BY id").fetchall() == [(0,), (1,)]


def test_report_and_maps_say_that_there_are_limits(phone, tmp_path):
    with run(tmp_path, phone, 'kinds = ["message"]\nto = "2023-11-14T22:15:00Z"\nauthority = "Warrant 7"') as case:
        build.build(case)
        pdf, kmz, page, lines = (tmp_path / name for name in ("r.pdf", "m.kmz", "m.html", "m.geojson"))
        write_report(case.db, pdf, ReportOptions())
        write_map(case, kmz)
        write_map(case, page, MapOptions(form="html"))
        write_map(case, lines, MapOptions(form="geojson"))
    pages = [" ".join(each.extract_text().split()) for each in PdfReader(pdf).pages]
    said = ("kept to stated limits: times before 2023-11-14 22:15:00", "only these kinds: Messages",
            "Records outside of them: 20.")  # fmt: skip
    for each in said:
        assert each in pages[0]
    assert "Legal authority Warrant 7" in pages[0]
    whole = " ".join(pages)
    assert "The case has no record for these sections, which are left away: Calls, " in whole
    assert "No record was found" not in whole
    assert "E1 android.calls Calls 1" in whole
    assert "E1 android.sms Messages 19" in whole
    assert "kept to stated limits" in ZipFile(kmz).read("doc.kml").decode()
    assert "kept to stated limits" in page.read_text("utf-8")
    assert "kept to stated limits" in json.loads(lines.read_text("utf-8"))["limits"]


def test_a_redacted_report_names_nobody_of_the_limits(phone, tmp_path):
    with run(tmp_path, phone, 'people = ["+15550101"]') as case:
        hidden = Redaction("VICTIM", (Person("Person A", (), ("+15550101",)),))
        write_report(case.db, tmp_path / "r.pdf", ReportOptions(redaction=hidden))
    whole = " ".join(" ".join(each.extract_text().split()) for each in PdfReader(tmp_path / "r.pdf").pages)
    assert "messages and calls only with: [Person A]" in whole
    assert "15550101" not in whole
