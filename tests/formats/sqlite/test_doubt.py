"""What the bytes do not settle is marked, value by value; what cannot be a row of its table is not reported."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from phonefx.formats.sqlite import Database, Mark, RecoveredRow, recover
from phonefx.formats.sqlite.model import NEVER, ColumnModel, RowModel
from phonefx.formats.sqlite.schema import Affinity, Column, Table

LONG = "".join(f"page {number} of a long letter; " for number in range(100))


def made(path: Path, *statements: str | tuple[str, object]) -> Path:
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA secure_delete = OFF")
    database.execute("PRAGMA page_size = 1024")
    for statement in statements:
        database.execute(*((statement,) if isinstance(statement, str) else statement))
    database.close()
    return path


def marks(row: RecoveredRow) -> dict[str, Mark]:
    return dict(zip(row.columns, row.marks, strict=True))


def test_values_on_pages_that_were_given_up_are_marked_one_by_one(tmp_path):
    rows = [("INSERT INTO note VALUES (?, ?, ?, ?)", (n, f"title {n} of the notes", LONG, n)) for n in range(1, 6)]
    path = made(tmp_path / "x.db", "CREATE TABLE note (id INTEGER PRIMARY KEY, title TEXT, body TEXT, seen INTEGER)",
                *rows, "DELETE FROM note WHERE id = 1", "DELETE FROM note WHERE id = 3")  # fmt: skip
    _, row = recover(Database.beside(path))  # pages of the first came to be the trunk of the freelist
    assert row.values[1:3] == ("title 3 of the notes", LONG)
    told = marks(row)
    assert (told["title"], told["body"], told["seen"]) == (Mark.STORED, Mark.CHAINED, Mark.CHAINED)


def test_of_two_lost_lengths_the_freed_block_confirms_neither(tmp_path):
    rows = [
        (f"key {n * 7919:06}", f"second {'x' * (n % 9)} {n}", n * 1_000_003, f"colour {n * 31 % 17} of the harbour")
        for n in range(1, 60)
    ]
    create = "CREATE TABLE pair (a TEXT, b TEXT, c INTEGER, d TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID"
    truth = rows[20]
    path = made(tmp_path / "x.db", create, *(("INSERT INTO pair VALUES (?, ?, ?, ?)", row) for row in rows),
                f"DELETE FROM pair WHERE a = '{truth[0]}'")  # fmt: skip
    (row,) = recover(Database.beside(path))
    assert row.values == truth
    assert set(row.marks) == {Mark.LOCATED}


def column(kind: Affinity, *values: int | float) -> ColumnModel:
    found = ColumnModel(Column("c", kind), alias=False)
    for value in values:
        found.learn(7 if isinstance(value, float) else 1, value)
    return found


def test_a_number_whose_bytes_are_text_and_that_is_far_from_usual_weighs_against_a_row():
    usual = column(Affinity.INTEGER, *range(2, 100))
    text = int.from_bytes(b"ten ", "big")
    other = int.from_bytes(b"\x74\x01\x6e\x20", "big")
    assert usual.value_bits(4, text) < usual.value_bits(4, other) < 0


def test_another_value_in_a_column_that_never_varies_weighs_against_a_row():
    constant = column(Affinity.INTEGER, *[43] * 10)
    assert constant.value_bits(2, 256) <= -12
    assert constant.value_bits(1, 43) >= 0


def test_a_number_far_smaller_than_any_weighs_against_a_row():
    usual = column(Affinity.REAL, *(value / 7 for value in range(1, 40)))
    assert usual.value_bits(7, -4.5e-26) <= -12
    assert usual.value_bits(7, 0.3) > 0


@pytest.mark.parametrize(("seen", "weight"), [([9], NEVER), ([1], 0.0), ([9, 1], 0.0)])
def test_zero_and_one_have_no_bytes_where_the_database_keeps_them_so(seen: list[int], weight: float):
    model = RowModel(Table("t", 2, "CREATE TABLE t (a INTEGER)", (Column("a", Affinity.INTEGER),)))
    for serial in seen:
        model.learn((serial,), [1])
    assert (model.columns[0].value_bits(1, 1) == NEVER) is (weight == NEVER)


def test_rows_of_core_data_are_of_the_entity_of_their_table(corpus: Path):
    """Core Data gives every row of these tables the same number of its entity."""
    path = corpus / "ios_photos_sqlite" / "macos_13.0.0" / "Photos.sqlite"
    live = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    checked = 0
    for row in recover(Database.beside(path)):
        if row.table is None or "Z_ENT" not in row.columns or marks(row)["Z_ENT"] is Mark.MISSING:
            continue
        known = {number for (number,) in live.execute(f'SELECT DISTINCT Z_ENT FROM "{row.table}"')}
        if len(known) == 1:
            assert row.values[row.columns.index("Z_ENT")] in known, row
            checked += 1
    live.close()
    assert checked > 20


def test_the_end_of_a_row_that_a_later_one_overwrote_is_not_stated(corpus: Path):
    """Bytes 102757 to 102779: the freed block of a later row begins within the last two columns."""
    path = corpus / "android_apps_plaso" / "app_usage"
    assert path.read_bytes()[102_778:102_782] == b"\0\0\x02\xf1"
    (row,) = (each for each in recover(Database.beside(path)) if each.place.offset == 102_757)
    told = marks(row)
    assert (told["timestamp"], told["type"]) == (Mark.STORED, Mark.STORED)
    assert (told["instance_id"], told["task_root_package_id"]) == (Mark.MISSING, Mark.MISSING)
