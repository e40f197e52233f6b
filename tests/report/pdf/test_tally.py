"""Counts and periods, against plain SQL over every entry."""

from __future__ import annotations

import pytest
from tests.report.pdf.reported import MINUTE_US, START_US, MadeCase

from phonefx.report.pdf.tally import period, tally

_EACH = """
SELECT kind, state, count(*), count(time_us) FROM item i WHERE 1{only} GROUP BY 1, 2 ORDER BY 1, 2
"""


def both():
    """Messages and calls, one of which has no time."""
    made = MadeCase()
    for minute in (5, 3, 9):
        made.message(f"said {minute}", minute)
    for us in (START_US - MINUTE_US, START_US + 20 * MINUTE_US, None):
        made.item("call", us, direction="incoming", counterpart="+447700900199")
    return made


@pytest.mark.parametrize("only", ["", " AND {id} % 2 = 0", " AND {id} < 0"])
def test_counts_are_those_of_the_items(demo, only):
    for database in (demo, both().db):
        found = [tuple(each) for each in tally(database, only.format(id="o.item"))]
        assert found == database.execute(_EACH.format(only=only.format(id="i.id"))).fetchall()


def test_what_a_source_says_is_not_believed_where_the_entries_are_not_as_many():
    made = both()
    made.db.execute("UPDATE source SET records = 77 WHERE kind = 'call'")
    assert [each.items for each in tally(made.db) if each.kind == "call"] == [3]


@pytest.mark.parametrize("state", [None, "live", "recovered"])
@pytest.mark.parametrize("kinds", [("message", "call"), ("call",), ("location", "message"), ("note",)])
def test_the_period_is_that_of_the_items(demo, kinds, state):
    for database in (demo, both().db):
        asked = ", ".join(f"'{kind}'" for kind in kinds)
        where = f"kind IN ({asked})" + (f" AND state = '{state}'" if state else "")
        wanted = database.execute(f"SELECT min(time_us), max(time_us) FROM item WHERE {where}").fetchone()
        found = period(database, tally(database), kinds, state)
        assert found == (None if wanted == (None, None) else wanted)
