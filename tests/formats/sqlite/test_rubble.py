"""What index pages keep of entries that SQLite moved is not searched for rows, and no entry is lost by that."""

from __future__ import annotations

import random

import pytest
from tests.formats.sqlite.test_survey import exhaustive, made, opened, random_rows, tree_flags, vouched

from phonefx.formats.sqlite import Database, btree, is_clean, recover
from phonefx.formats.sqlite import survey as looks
from phonefx.formats.sqlite.survey import MEAGRE

HEAD = 4
INSERT = "INSERT INTO item VALUES (?, ?, ?, ?, ?)"
GUIDS = ("CREATE TABLE item (id INTEGER PRIMARY KEY, guid TEXT UNIQUE, chat INTEGER, sent INTEGER, body TEXT)",)
TEXTS = (GUIDS[0].replace(" UNIQUE", ""), "CREATE INDEX by_body ON item (body, sent)")
TIMES = (GUIDS[0].replace("sent INTEGER", "sent REAL"), "CREATE INDEX by_time ON item (sent)")


def hollowed(data: bytes) -> bytes:
    """Zero what stands between the rows of the table: entries of indexes are all that is left of a deleted row."""
    database, out = opened(data), bytearray(data)
    for number, content in database.live.in_order():
        page = btree.parse(content, database.usable, number == 1)
        if page is None or page.kind != btree.LEAF_TABLE:
            continue
        base = (number - 1) * database.header.page_size
        kept = {at + far for at in looks.block_heads(content, page) for far in range(HEAD)}
        for start, end in looks.holes(content, page):
            for at in set(range(start, end)) - kept:
                out[base + at] = 0
    return bytes(out)


def told(database: Database) -> set[tuple[object, ...]]:
    """Give the rows without their places: of the entries that say the same, one is as good as the other."""
    return {(row.table, row.state, row.rowid, row.values) for row in recover(database)}


@pytest.mark.parametrize("page_size", [1024, 4096])
def test_an_index_in_random_order_without_deletions_is_passed_over_as_a_whole(page_size):
    data = made(*GUIDS, (INSERT, sorted(random_rows(6000, 7))), page_size=page_size, wiped=True)
    database = vouched(data)
    assert any(tree_flags(database))
    database.copies  # noqa: B018 - takes the flags
    assert not any(tree_flags(database))
    assert any(flags & MEAGRE for flags in database.use.survey.flags)
    assert list(recover(database)) == []


def test_the_pages_above_rows_that_came_in_random_order_are_passed_over_as_a_whole():
    """They keep cells, a page's number and the key of a live one, in the middle of what nothing points to."""
    numbers = list(range(1, 4370))
    random.Random(1).shuffle(numbers)
    rows = [(number, "x" * 170) for number in numbers]
    steps = ("CREATE TABLE item (id INTEGER PRIMARY KEY, body)", ("INSERT INTO item VALUES (?, ?)", rows))
    data = made(*steps, page_size=512, wiped=True)
    for database in (vouched(data), opened(data)):
        assert any(tree_flags(database))
        assert is_clean(database)
    chance = random.Random(2)
    gone = [(number,) for number in chance.sample(numbers, 5)]
    less = made(*steps, ("DELETE FROM item WHERE id = ?", gone), page_size=512)
    assert {row.rowid for row in recover(vouched(less))} == {row.rowid for row in recover(exhaustive(opened(less)))}
    assert not is_clean(vouched(less))


@pytest.mark.parametrize("schema", [GUIDS, TEXTS, TIMES])
@pytest.mark.parametrize("seed", range(6))
def test_an_entry_that_alone_is_left_is_found_as_by_a_look_at_every_byte(schema, seed):
    chance = random.Random(seed)
    part = 0.25 * (schema is TIMES)
    listed = [(n, guid, chat, sent + part, body) for n, guid, chat, sent, body in random_rows(700, seed)]
    gone = chance.sample(listed[:500], chance.choice([1, 12, 60]))
    data = hollowed(
        made(
            *schema,
            (INSERT, listed[:500]),
            ("DELETE FROM item WHERE id = ?", [(row[0],) for row in gone]),
            (INSERT, listed[500 : chance.choice([500, 510, 700])]),
            page_size=chance.choice([512, 1024, 4096]),
        )
    )
    found = told(vouched(data))
    assert found == told(opened(data)) == told(exhaustive(opened(data)))
    column = 1 if schema is GUIDS else 4 if schema is TEXTS else 3
    values = {row[3][column] for row in found if row[3][column] is not None}
    assert values <= {row[column] for row in gone}
    assert len(gone) == 1 or values


def test_copies_of_live_entries_are_not_searched_because_a_row_was_deleted():
    listed = sorted(random_rows(6000, 7))
    data = made(*GUIDS, (INSERT, listed), f"DELETE FROM item WHERE id = {listed[1500][0]}", page_size=1024)
    database = vouched(data)
    database.copies  # noqa: B018 - takes the flags
    rubble = [number for number, flags in enumerate(database.use.survey.flags) if flags & MEAGRE]
    assert len(list(database.copies.meagre())) < len(rubble)
    assert {row.rowid for row in recover(database)} == {listed[1500][0]}


def test_an_entry_of_an_index_over_numbers_gives_a_row_of_other_bytes_its_id():
    """Such an entry is no row by itself, so its page is looked at only where something else was found."""
    listed = random_rows(900, 2)
    data = made(
        GUIDS[0].replace(" UNIQUE", ""),
        "CREATE INDEX by_chat ON item (chat, sent)",
        (INSERT, listed),
        ("DELETE FROM item WHERE id = ?", [(row[0],) for row in listed[100:130]]),
    )
    assert told(vouched(data)) == told(exhaustive(opened(data))) != set()
