"""Numbers find their name in whatever spelling an address book has them."""

from __future__ import annotations

import sqlite3

import pytest

from phonefx.report.names import Known, Names, key

VALUES = ["+12025550123", "+0012025550124", "+123456", "+", "12025550125", "A@B.example", "+1 (202) 555-0126",
          12025550127]  # fmt: skip


@pytest.fixture
def names() -> Names:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE contact(item, name)")
    database.execute("CREATE TABLE contact_point(item, value)")
    for item, value in enumerate(VALUES, 1):
        database.execute("INSERT INTO contact VALUES (?, ?)", (item, f"Name {item}"))
        database.execute("INSERT INTO contact_point VALUES (?, ?)", (item, value))
    database.execute("INSERT INTO contact VALUES (99, 'A later card')")
    database.execute("INSERT INTO contact_point VALUES (99, '+1 202 555 0123')")
    return Names(database)


@pytest.mark.parametrize(
    ("address", "item"),
    [("+12025550123", 1), ("0012025550123", 1), ("12025550124", 2), ("+123456", 3), ("+", 4), ("+12025550125", 5),
     ("a@b.EXAMPLE", 6), ("+12025550126", 7), ("+1-202-555-0127", 8)],
)  # fmt: skip
def test_an_address_finds_the_first_card_that_has_it(names, address, item):
    assert names.of(address) == Known(f"Name {item}", item)


def test_every_spelling_is_kept_under_its_key(names):
    assert set(names._known) == {key(str(value)) for value in VALUES}
