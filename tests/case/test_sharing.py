"""What rows have in common is stored once, and the view of their kind shows every row as its shard has it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonefx.case import schema, shard
from phonefx.case.merge import Tally, merge
from phonefx.case.store import Case
from phonefx.evidence.tree import Entry
from phonefx.records import KINDS, App, Contact, Location, Message, Record, columns, kind_name

SPLIT = [kind for kind in KINDS if schema.shared(kind)]


def made_shard(path: Path, records: list[Record]) -> Path:
    """A shard of one file, with the records in their order."""
    with shard.building(path) as part:
        writer = shard.ShardWriter(part, "E1")
        file = writer.file(Entry("a.db", 1, "file", "live", None, "/a.db"), "00", 1)
        sink = shard.RecordSink(writer, file, "made.up", "t")
        for record in records:
            sink.add(record)
        sink.finish(type(records[0]))
        writer.close()
    return path


def as_stored(path: Path, kind: type[Record]) -> list[tuple[object, ...]]:
    names = ", ".join(column.name for column in columns(kind))
    types = ", ".join(f"typeof({column.name})" for column in columns(kind))
    database = sqlite3.connect(path)
    rows = database.execute(f"SELECT source, key, time_us, {names}, {types} FROM {kind_name(kind)} ORDER BY rowid")
    found = rows.fetchall()
    database.close()
    return found


def as_merged(case: Case, kind: type[Record], exhibit: int = 1) -> list[tuple[object, ...]]:
    names = ", ".join(f"k.{column.name}" for column in columns(kind))
    types = ", ".join(f"typeof(k.{column.name})" for column in columns(kind))
    return case.db.execute(
        f"SELECT k.source - (SELECT min(s.id) - 1 FROM source s JOIN file f ON f.id = s.file WHERE f.exhibit = ?1),"
        f" k.key, k.time_us, {names}, {types} FROM {kind_name(kind)} k"
        " JOIN source s ON s.id = k.source JOIN file f ON f.id = s.file WHERE f.exhibit = ?1 ORDER BY k.item",
        (exhibit,),
    ).fetchall()


@pytest.fixture
def case(tmp_path):
    with Case.create(tmp_path / "case") as case:
        case.db.execute("PRAGMA synchronous = OFF")
        case.db.execute("INSERT INTO exhibit(id, label) VALUES (1, 'E1'), (2, 'E2')")
        yield case


def count(case: Case, table: str) -> int:
    return int(case.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_a_combination_is_stored_once_for_a_source(case, tmp_path):
    talk = [Message(key=n, counterpart=f"+1555010{n % 3}", thread="t", body=f"text {n}") for n in range(30)]
    gone = [Message(key=90, counterpart="+15550100", thread="t", body="gone", state="recovered")]
    path = made_shard(tmp_path / "a.shard", [*talk, *gone])
    assert merge(case, path, 1, Tally()) == 31
    assert as_merged(case, Message) == as_stored(path, Message)
    assert (count(case, "message_own"), count(case, "message_common")) == (31, 4)
    sources = case.db.execute(
        "SELECT count(*) FROM message_own o JOIN message_common c ON c.id = o.common AND c.source = o.source"
    )
    assert sources.fetchone() == (31,)


def test_a_second_shard_stands_behind_the_first(case, tmp_path):
    for exhibit, text in ((1, "first"), (2, "second")):
        path = made_shard(tmp_path / f"{text}.shard", [Message(counterpart=text, body=text), Message(body="plain")])
        merge(case, path, exhibit, Tally())
        assert as_merged(case, Message, exhibit) == as_stored(path, Message)
    assert count(case, "message_common") == 4


@pytest.mark.parametrize(("values", "common"), [(("{}", '{"a": 1}'), 2), (tuple(map(str, range(40))), 1)])
def test_further_values_are_shared_where_they_repeat(case, tmp_path, values, common):
    """Eighty rows of two values share them; of forty values they do not, and each row keeps its own."""
    records = [Location(latitude=n / 2, longitude=1.0, extra=values[n % len(values)]) for n in range(80)]
    path = made_shard(tmp_path / "a.shard", records)
    merge(case, path, 1, Tally())
    assert as_merged(case, Location) == as_stored(path, Location)
    assert count(case, "location_common") == common
    own = case.db.execute("SELECT count(extra) FROM location_own").fetchone()
    assert own == ((0,) if common == 2 else (80,))


VALUES = st.sampled_from([None, "", "a", "b"])
STATES = st.sampled_from(["live", "recovered"])
ROWS = st.lists(st.tuples(VALUES, VALUES, VALUES, VALUES, STATES), min_size=1, max_size=30)


@given(ROWS)
def test_absent_empty_and_stored_stay_apart_in_every_kind(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("shared")
    with Case.create(folder / "case") as case:
        case.db.execute("PRAGMA synchronous = OFF")
        for number, kind in enumerate(SPLIT, 1):
            shared = [column.field for column in columns(kind) if column.shared and not column.name.endswith("_raw")]
            named = shared[0], shared[-1], shared[len(shared) // 2]
            records = [
                kind(key=n, extra=extra, state=state, **dict(zip(named, values, strict=True)))
                for n, (*values, extra, state) in enumerate(rows)
            ]
            path = made_shard(folder / f"{kind_name(kind)}.shard", records)
            case.db.execute("INSERT INTO exhibit(id, label) VALUES (?, ?)", (number, f"E{number}"))
            merge(case, path, number, Tally())
            assert as_merged(case, kind, number) == as_stored(path, kind)


def changed(path: Path, *statements: str) -> Path:
    database = sqlite3.connect(path)
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()
    return path


def test_rows_keep_their_distances_where_a_shard_has_gaps(case, tmp_path):
    records: list[Record] = [Message(key=n, thread=f"t{n % 3}", body=f"text {n}") for n in range(1, 31)]
    merge(case, made_shard(tmp_path / "first.shard", records), 1, Tally())
    path = changed(made_shard(tmp_path / "gaps.shard", records), "DELETE FROM message WHERE key IN (1, 7, 8, 20)")
    assert merge(case, path, 2, Tally()) == 30
    assert as_merged(case, Message, 2) == as_stored(path, Message)
    expected = [30 + n for n in range(1, 31) if n not in {1, 7, 8, 20}]
    rows = case.db.execute("SELECT item FROM message_own WHERE item > 30 ORDER BY 1")
    assert [each for (each,) in rows] == expected


@pytest.mark.parametrize("kind", [Contact, Message])
def test_a_gap_before_the_first_row_moves_no_row_between_those_of_other_kinds(case, tmp_path, kind):
    first: list[Record] = [kind(key=n, account="a") for n in range(1, 4)]
    merge(case, made_shard(tmp_path / "a.shard", first), 1, Tally())
    merge(case, made_shard(tmp_path / "b.shard", [App(key=n) for n in range(1, 6)]), 1, Tally())
    second: list[Record] = [kind(key=n, account="b") for n in range(1, 11)]
    path = changed(made_shard(tmp_path / "c.shard", second), f"DELETE FROM {kind_name(kind)} WHERE key IN (1, 4)")
    assert merge(case, path, 2, Tally()) == 10
    rows = case.db.execute(f"SELECT item, key, account FROM {kind_name(kind)} ORDER BY item").fetchall()
    assert rows == [(n, n, "a") for n in (1, 2, 3)] + [(n + 8, n, "b") for n in range(1, 11) if n not in {1, 4}]


@pytest.mark.parametrize("other", [None, 3, 1999])
def test_one_row_that_differs_from_all_that_were_looked_at_is_told_apart(case, tmp_path, other):
    """Of 2,000 rows each fifth is looked at; neither the third nor the last but one is among them."""
    fixes = [Location(key=n, latitude=n / 2, evidence_of="searched" if n == other else "device_fix")
             for n in range(1, 2001)]  # fmt: skip
    path = made_shard(tmp_path / "a.shard", [*fixes])
    merge(case, path, 1, Tally())
    assert as_merged(case, Location) == as_stored(path, Location)
    assert count(case, "location_common") == (1 if other is None else 2)


def test_combinations_are_numbered_as_they_come_whatever_they_are_compared_by(case, tmp_path):
    rows = [(n % 2, n * n % 7, n % 5) for n in range(1000)]
    talk = [Message(key=n, service=f"s{a}", counterpart=f"c{b}" if b else None, account=f"a{c}" if c else "")
            for n, (a, b, c) in enumerate(rows)]  # fmt: skip
    path = made_shard(tmp_path / "a.shard", [*talk])
    merge(case, path, 1, Tally())
    order = list(dict.fromkeys(rows))
    numbers = case.db.execute("SELECT common FROM message_own ORDER BY item")
    assert [number for (number,) in numbers] == [order.index(each) + 1 for each in rows]
    assert as_merged(case, Message) == as_stored(path, Message)


@pytest.mark.parametrize("where", ["1", "key % 2", "key = 7"])
def test_shared_text_that_is_no_text_keeps_its_bytes(case, tmp_path, where):
    path = made_shard(tmp_path / "a.shard", [Message(key=n, thread="t", body="b") for n in range(1, 901)])
    changed(path, f"UPDATE message SET thread = CAST(x'ff00fe' AS TEXT) WHERE {where}")
    merge(case, path, 1, Tally())
    shown = "SELECT hex(CAST(thread AS BLOB)), typeof(thread), count(*) FROM message GROUP BY 1 ORDER BY 1"
    stored = sqlite3.connect(path)
    expected = stored.execute(shown).fetchall()
    stored.close()
    assert case.db.execute(shown).fetchall() == expected
    assert count(case, "message_common") == (1 if where == "1" else 2)


def test_a_shard_has_the_columns_that_its_sources_fill_and_takes_more_when_it_must(tmp_path):
    with shard.building(tmp_path / "a.shard") as part:
        writer = shard.ShardWriter(part, "E1")
        place = (1, "made.up", "t", Message, "live", "utc")
        writer.source(*place, filled=["time_us", "time_raw", "body"])
        assert schema.stored_columns(writer.db, Message, "main") == {"source", "key", "time_us", "time_raw", "body"}
        writer.db.execute("INSERT INTO message VALUES (1, 1, 5, '5', 'one')")
        writer.source(*place, filled=["thread"])
        writer.db.execute("INSERT INTO message(source, key, thread) VALUES (2, 1, 't')")
        assert writer.db.execute("SELECT body, thread FROM message").fetchall() == [("one", None), (None, "t")]
        writer.source(*place)
        assert schema.stored_columns(writer.db, Message, "main") == set(schema.shard_columns(Message))
        assert schema.stored_columns(writer.db, Location, "main") == set(schema.shard_columns(Location))
        writer.close()


@pytest.mark.parametrize(("size", "page"), [(0, 4096), ((4 << 20) - 1, 4096), (4 << 20, 32768), (1 << 40, 32768)])
def test_a_shard_of_large_files_has_large_pages(tmp_path, size, page):
    """An empty table takes a page: small shards, of which a phone has hundreds, must not grow."""
    with shard.building(tmp_path / "a.shard", size):
        pass
    assert int.from_bytes((tmp_path / "a.shard").read_bytes()[16:18], "big") == page


@pytest.mark.parametrize("filled", [[], ["body"], ["thread", "extra"], ["time_us", "time_raw", "direction", "body"]])
def test_rows_of_a_shard_with_few_columns_are_merged_as_they_are(case, tmp_path, filled):
    """Where nothing is shared, or nothing else stored, all rows are of one combination."""
    path = tmp_path / "a.shard"
    with shard.building(path) as part:
        writer = shard.ShardWriter(part, "E1")
        file = writer.file(Entry("a.db", 1, "file", "live", None, "/a.db"), "00", 1)
        source = writer.source(file, "made.up", "t", Message, "live", "utc", filled=filled)
        names = ["source", "key", *filled]
        for n in range(1, 1001):
            values = [source, n, *(n % 4 for _ in filled)]
            marks = ", ".join("?" * len(values))
            writer.db.execute(f"INSERT INTO message({', '.join(names)}) VALUES ({marks})", values)
        writer.close()
    assert merge(case, path, 1, Tally()) == 1000
    every = [column.name for column in columns(Message)]
    shown = ", ".join(f"k.{name}" for name in every)
    merged = case.db.execute(f"SELECT k.key, k.time_us, {shown} FROM message k ORDER BY 1")
    found = [dict(zip(["key", "time_us", *every], row, strict=True)) for row in merged]
    texts = {"thread", "extra", "direction", "body"}
    for n, row in enumerate(found, 1):
        stored = {name: str(n % 4) if name in texts else n % 4 for name in filled}
        assert row == dict.fromkeys(["time_us", *every]) | {"key": n} | stored
    assert count(case, "message_common") == (4 if {"thread", "direction"} & set(filled) else 1)


def test_the_view_of_a_kind_looks_up_nothing_that_is_not_asked_for(case):
    plan = case.db.execute("EXPLAIN QUERY PLAN SELECT item, body FROM message").fetchall()
    assert "message_common" not in str(plan)
    assert len(plan) == 1
