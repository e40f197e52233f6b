"""Pages that need no closer look are told from the others without reading their rows, and nothing is lost by it."""

from __future__ import annotations

import random
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.sqlite.made import INSERT, MESSAGE, rows

from phonefx.formats.sqlite import Database, btree, recover
from phonefx.formats.sqlite import survey as looks
from phonefx.formats.sqlite.bytefile import Memory
from phonefx.formats.sqlite.copies import Copies
from phonefx.formats.sqlite.pageuse import OVERFLOW, TREE
from phonefx.formats.sqlite.survey import GAP, LONG, LOOSE

TOLD = LOOSE | GAP


def exhaustive(database: Database) -> Database:
    """Make a database look at every page and every byte that no live cell covers."""
    for number, role in enumerate(database.use.role):
        database.use.survey.flags[number] = LOOSE
        if role == OVERFLOW:
            database.use.slack.setdefault(number, 4)
    database.__dict__["copies"] = Copies(database.live, database.usable, database.use, database.tables)
    return database


def tree_flags(database: Database) -> list[int]:
    use = database.use
    return [use.survey.flags[n] & TOLD for n, role in enumerate(use.role) if role == TREE]


def made(*steps, page_size=1024, wiped=False) -> bytes:
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.execute(f"PRAGMA secure_delete = {'ON' if wiped else 'OFF'}")
    database.execute(f"PRAGMA page_size = {page_size}")
    for step in steps:
        if isinstance(step, str):
            database.execute(step)
        else:
            database.executemany(*step)
    data = database.serialize()
    database.close()
    return data


def opened(data: bytes) -> Database:
    return Database.over({"main": Memory(data)})


def vouched(data: bytes) -> Database:
    """Open a database that SQLite itself finds sound, and say so."""
    checked = sqlite3.connect(":memory:")
    checked.deserialize(data)
    assert checked.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    checked.close()
    database = opened(data)
    database.sound = True
    return database


@pytest.mark.parametrize("page_size", [512, 1024, 4096, 65536])
def test_rows_added_in_order_need_no_look(page_size):
    database = opened(made(MESSAGE, (INSERT, rows(400)), page_size=page_size))
    kinds = database.use.survey.kinds
    leaves = [n for n, role in enumerate(database.use.role) if role == TREE and kinds[n] == btree.LEAF_TABLE]
    assert [database.use.survey.flags[n] & TOLD for n in leaves] == [0] * len(leaves)
    assert list(recover(database)) == []


def test_a_freed_row_makes_its_page_loose_and_the_newest_row_its_gap():
    between = opened(made(MESSAGE, (INSERT, rows(200)), "DELETE FROM message WHERE _id = 50"))
    assert LOOSE in tree_flags(between)
    newest = opened(made(MESSAGE, (INSERT, rows(5)), "DELETE FROM message WHERE _id = 5"))
    assert GAP in tree_flags(newest)


def test_a_freed_row_hidden_from_the_list_of_free_blocks_is_seen():
    data = bytearray(made(MESSAGE, (INSERT, rows(30)), "DELETE FROM message WHERE _id = 12", page_size=4096))
    data[4096 + 1 : 4096 + 3] = b"\0\0"
    hidden = opened(bytes(data))
    assert hidden.use.survey.flags[2] & LOOSE
    assert rows(30)[11][2] in {row.values[2] for row in recover(hidden)}


def test_rows_that_go_on_elsewhere_are_marked():
    database = opened(made(MESSAGE, (INSERT, rows(20)), "UPDATE message SET body = zeroblob(5000) WHERE _id = 7"))
    marked = [n for n, flags in enumerate(database.use.survey.flags) if flags & LONG]
    assert len(marked) == 1
    trees = sum(role == TREE for role in database.use.role)
    assert sum(role == OVERFLOW for role in database.use.role) == database.stored_pages - trees > 3


@pytest.mark.parametrize("long", [0, 1, 30])
def test_of_a_sound_database_the_header_tells_what_the_cells_tell(long):
    data = made(
        *STORE,
        ("INSERT INTO item VALUES (?, ?, ?, ?, ?)", random_rows(900, 5)),
        f"UPDATE item SET body = zeroblob(3000) WHERE id IN (SELECT id FROM item LIMIT {long})",
        "DELETE FROM item WHERE id % 11 = 0",
    )
    short, told = opened(data), vouched(data)
    assert told.use.role == short.use.role
    assert told.use.owner == short.use.owner
    assert told.use.slack == short.use.slack
    assert tree_flags(told) == tree_flags(short)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_cell_boundaries_are_those_of_the_cells_one_by_one(data):
    page_size = data.draw(st.sampled_from([512, 1024, 4096]))
    lengths = data.draw(st.lists(st.integers(0, 400), min_size=1, max_size=60))
    first = data.draw(st.sampled_from([1, 120, 16_300, 2_000_000, 1 << 40]))
    listed = [(first + n, "x" * length, n) for n, length in enumerate(lengths)]
    raw = made("CREATE TABLE t (i INTEGER PRIMARY KEY, a TEXT, b INTEGER)", "CREATE INDEX x ON t (a, b)",
               ("INSERT INTO t VALUES (?, ?, ?)", listed), page_size=page_size)  # fmt: skip
    database = opened(raw)
    for number, page_data in database.live.in_order():
        page = btree.parse(page_data, database.usable, number == 1)
        plain = looks.plain_cells(page_data, page) if page is not None else None
        if plain is not None and page is not None:
            cells = btree.cells(page_data, page)
            assert list(zip(*plain, strict=True)) == sorted((cell.start, cell.end) for cell in cells)
            assert not any(cell.overflow for cell in cells)


STORE = (
    "CREATE TABLE item (id INTEGER PRIMARY KEY, guid TEXT UNIQUE, chat INTEGER, sent INTEGER, body TEXT)",
    "CREATE INDEX by_chat ON item (chat, sent)",
)


def random_rows(count: int, seed: int) -> list[tuple[int, str, int, int, str]]:
    chance = random.Random(seed)
    words = ["bread", "station", "lamp", "river", "seven", "window"]
    return [
        (n, f"{chance.getrandbits(96):024X}", chance.randrange(9), 1_600_000_000 + n * 977, " ".join(
            chance.choices(words, k=chance.randrange(1, 9))) + f" {n}")
        for n in chance.sample(range(1, 40 * count), count)
    ]  # fmt: skip


@pytest.mark.parametrize("page_size", [512, 1024, 4096])
@pytest.mark.parametrize("wiped", [False, True])
@pytest.mark.parametrize("way", ["opened", "vouched"])
def test_copies_of_moved_rows_are_passed_over(page_size, wiped, way):
    data = made(*STORE, ("INSERT INTO item VALUES (?, ?, ?, ?, ?)", random_rows(1500, 3)), page_size=page_size,
                wiped=wiped)  # fmt: skip
    database = opened(data) if way == "opened" else vouched(data)
    before = sum(map(bool, tree_flags(database)))
    assert before > 5
    database.copies.settle()
    assert sum(map(bool, tree_flags(database))) < before
    assert list(recover(database)) == []


def said(database: Database) -> set[tuple[object, ...]]:
    return {(row.table, row.state, row.rowid, row.values, row.place) for row in recover(database)}


@pytest.mark.parametrize("seed", range(6))
def test_the_short_way_finds_what_the_long_way_finds(seed):
    chance = random.Random(seed)
    listed = random_rows(600, seed)
    gone = chance.sample([row[0] for row in listed[:400]], chance.choice([3, 20, 90]))
    data = made(
        *STORE,
        ("INSERT INTO item VALUES (?, ?, ?, ?, ?)", listed[:400]),
        ("DELETE FROM item WHERE id = ?", [(one,) for one in gone]),
        ("INSERT INTO item VALUES (?, ?, ?, ?, ?)", listed[400 : chance.choice([400, 420, 600])]),
        page_size=chance.choice([512, 1024, 4096]),
    )
    short, long = said(opened(data)), said(exhaustive(opened(data)))
    bodies = {row[4] for row in listed if row[0] in gone}
    assert {values[4] for _, _, _, values, _ in short} >= {v[4] for _, _, _, v, _ in long} & bodies
    assert short == long == said(vouched(data))


@pytest.mark.parametrize("order", ["ascending", "random"])
def test_a_deleted_row_behind_copies_of_moved_ones_is_found(order):
    listed = random_rows(700, 11)
    listed = sorted(listed) if order == "ascending" else listed
    gone = sorted(row[0] for row in listed)[100:104]
    data = made(
        "CREATE TABLE item (guid TEXT PRIMARY KEY, id INTEGER, body TEXT) WITHOUT ROWID",
        ("INSERT INTO item VALUES (?, ?, ?)", [(row[1], row[0], row[4]) for row in listed]),
        ("DELETE FROM item WHERE id = ?", [(one,) for one in gone]),
    )
    back = {row.values[2] for row in recover(opened(data))}
    assert back == {row[4] for row in listed if row[0] in gone}


def test_an_older_version_that_shares_its_beginning_with_the_live_row_is_no_copy():
    body = "the beginning is the same in both of the two versions of this text"
    data = made(
        MESSAGE,
        (INSERT, [(n, "+12025550100", body + f" {n:03d}", 1_600_000_000_000 + n, 0) for n in range(1, 60)]),
        "UPDATE message SET body = body || ' and more' WHERE _id = 30",
        page_size=4096,
    )
    database = opened(data)
    found = [row for row in recover(database) if row.table == "message"]
    assert {row.values[2] for row in found} == {body + " 030"}


def test_rows_in_the_slack_of_an_overflow_page_come_back():
    """A page of deleted rows becomes the last page of a long value: behind its content the rows still stand."""
    old = [(n, "+12025550100", f"an older text with number {n:03d}", 1_600_000_000_000 + n, 0) for n in range(1, 90)]
    data = made(
        MESSAGE,
        "CREATE TABLE note (id INTEGER PRIMARY KEY, body BLOB)",
        (INSERT, old),
        "BEGIN",
        "DELETE FROM message WHERE _id > 2",
        "INSERT INTO note VALUES (1, zeroblob(988))",
        "COMMIT",
    )
    database = opened(data)
    slack = database.use.slack
    assert len(slack) == 1
    ((number, end),) = slack.items()
    behind = data[(number - 1) * 1024 + end : number * 1024]
    still = {row[2] for row in old if row[2].encode() in behind}
    assert still
    found = {row.values[2]: row for row in recover(database) if row.table == "message"}
    assert still <= found.keys()
    assert {place.page for text in still for place in (found[text].place, *found[text].others)} >= {number}
