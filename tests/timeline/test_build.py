"""All derived tables are written together, again and again alike, and no item is changed."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest
from benchmarks.made_case import put
from benchmarks.made_movement import daily, sampled

from phonefx.case import audit, manifest, schema
from phonefx.case.store import Case
from phonefx.case.verify import verify
from phonefx.errors import CaseError
from phonefx.records import Message
from phonefx.timeline import build, due, tables


@pytest.fixture
def case(tmp_path):
    with Case.create(tmp_path / "case") as case:
        case.db.execute("PRAGMA synchronous = OFF")
        case.db.execute("INSERT INTO exhibit(id, label) VALUES (1, 'E1')")
        case.db.execute("INSERT INTO file(id, exhibit, path) VALUES (1, 1, '/a.db')")
        fixes = list(sampled(daily(3, {"home": (52.37, 4.89), "work": (52.31, 4.94)}, 3), 4))
        for source, kind in ((1, "location"), (2, "message")):
            case.db.execute(
                "INSERT INTO source(id, file, kind, state, basis) VALUES (?, 1, ?, 'live', 'utc')", (source, kind)
            )
        for item, fix in enumerate(fixes, 1):
            add(case, item, 1, fix)
        add(case, len(fixes) + 1, 2, Message(counterpart="+447700900123", service="SMS"))
        yield case


def add(case, item, source, record):
    put(case.db, record, item=item, source=source)


def dump(case, tables):
    return {name: case.db.execute(f"SELECT * FROM {name}").fetchall() for name in tables}


def test_derived_tables_are_rebuilt_alike_and_items_stay(case):
    own = [*(set(schema.TABLES) - {"meta"}), "location", "message", "recipient"]
    before = dump(case, own)
    steps = []
    found = build.build(case, steps.append)
    assert steps == [name for name, _ in build.STEPS]
    assert found["movement"]["stays"] >= 5
    assert found["people"]["people"] == 1
    assert dump(case, own) == before
    names = [row[0] for row in case.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    derived = sorted(set(names) - set(own))
    once = dump(case, derived)
    build.build(case)
    assert dump(case, derived) == once
    assert not case.db.in_transaction


def tables_of(case):
    return {row[0] for row in case.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_without_a_report_nothing_is_made_until_it_is_asked_for(case):
    before = tables_of(case)
    build.build(case)
    own = {"people_decision"}
    assert tables_of(case) - before - own == set(build.MADE_AT_ONCE)
    once = dump(case, sorted(tables_of(case) - before))
    build.finish(case.db)
    due.put_off(case)
    assert tables_of(case) - before <= own
    assert case.db.execute("SELECT 1 FROM sqlite_master WHERE name = 'party'").fetchone() is None
    case.set_meta("complete", "yes")
    build.ready(case.folder)
    assert dump(case, sorted(once)) == once
    assert not [check for check in verify(case.folder, {}) if check.fault]
    due.put_off(case)
    build.complete(case.folder)
    assert set(build.MADE_LATER) < tables_of(case)
    assert dump(case, sorted(once)) == once


def test_what_no_report_shows_is_made_when_it_is_first_asked_for(case):
    build.build(case)
    at_once = tables_of(case)
    case.set_meta("complete", "yes")
    manifest.write(case.folder)
    build.complete(case.folder)
    made = tables_of(case) - at_once
    assert made == set(build.MADE_LATER)
    assert not [check for check in verify(case.folder, {}) if check.fault]
    logged = [entry["action"] for entry in audit.entries(case.folder)]
    assert logged[-2:] == ["derived tables", "sealed"]
    build.complete(case.folder)
    assert [entry["action"] for entry in audit.entries(case.folder)] == logged
    build.build(case)
    assert tables_of(case) == at_once


def test_what_waits_is_the_same_whenever_it_is_made(case):
    case.set_meta("complete", "yes")
    made = []
    for _ in range(2):
        build.build(case)
        build.complete(case.folder)
        made.append(dump(case, [*build.MADE_LATER]))
    assert made[0] == made[1]
    assert sum(map(len, made[0].values())) > 0


def test_a_case_that_cannot_be_written_says_so(case, monkeypatch):
    build.build(case)
    case.set_meta("complete", "yes")

    def refuse(folder, action):
        raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(build.marks, "changing", refuse)
    with pytest.raises(CaseError, match="first use, and attempt to write a readonly database"):
        build.complete(case.folder)


def test_every_derived_table_is_documented(case):
    build.build(case)
    build.finish(case.db)
    names = {row[0] for row in case.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    kinds = set(dict(schema._kind_tables()))
    docs = Path(__file__).parents[2] / "docs"
    written = "".join((docs / page).read_text(encoding="utf-8") for page in ("timeline.md", "movement.md"))
    derived = names - set(schema.TABLES) - kinds
    assert len(derived) > 20
    assert {name for name in derived if f"`{name}`" not in written} == set()


def test_no_derived_table_is_left_when_all_are_dropped(case):
    def names() -> set[str]:
        return {name for (name,) in case.db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}

    build.drop_all(case.db)
    before = names()
    build.build(case)
    build.finish(case.db)
    assert len(names() - before) > 20
    build.drop_all(case.db)
    assert names() == before


def test_a_class_of_rows_can_be_a_named_tuple_or_a_dataclass():
    @dataclass(frozen=True, slots=True)
    class OfFields:
        id: int
        sure: bool
        name: str | None

    class OfTuple(NamedTuple):
        id: int
        sure: bool
        name: str | None

    database = sqlite3.connect(":memory:")
    for kind in (OfFields, OfTuple):
        rows = [kind(1, True, None), kind(2, False, "Ann")]
        tables.create(database, kind)
        tables.insert(database, kind, tables.stored(rows))
        assert list(tables.read(database, kind)) == rows
    told = dict(database.execute("SELECT name, sql FROM sqlite_master"))
    assert told["of_tuple"] == told["of_fields"].replace("of_fields", "of_tuple")
