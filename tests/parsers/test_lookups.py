"""What a query takes from other rows, held against what it says once the other tables are empty."""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from casework import CASES

from phonefx.case.sandbox import Calls
from phonefx.parsers.lookups import lookups, renamed, tables
from phonefx.parsers.query import Fitted, Query, fit
from phonefx.parsers.registry import Parser, all_parsers
from phonefx.records import Message

NAME = re.compile(r"(table )?[A-Za-z_]\w*(\.\w+)?")
COUNTS = ("count(", "sum(", "total(")
"""An aggregate over no rows still has a value, while a lookup that finds nothing has none."""


def opened(sql: str, parser: Parser | None = None) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.executescript(sql)
    database.text_factory = lambda raw: raw.decode("utf-8", "backslashreplace")
    if parser:
        Calls(parser.functions).register(database)
    return database


def fitted_cases() -> Iterator[tuple[Parser, Path]]:
    for parser in all_parsers():
        if parser.queries:
            yield from ((parser, path) for path in sorted((CASES / parser.id).glob("*.sql")))


@pytest.mark.parametrize(
    ("parser", "path"), [pytest.param(*each, id=f"{each[0].id}-{each[1].stem}") for each in fitted_cases()]
)
def test_what_is_looked_up_is_what_empty_tables_do_not_say(parser, path):
    database = opened(path.read_text(encoding="utf-8"), parser)
    for each in (fit(database, query) for query in parser.queries):
        if isinstance(each, Fitted):
            assert [note for note in each.absent if not NAME.fullmatch(note)] == []
        if not isinstance(each, Fitted) or not tables(each):
            continue
        found = lookups(each)
        listed = ", ".join(found.get(name, expression) for name, expression in each.select.items())
        alone = database.execute(f"SELECT {listed} {each.tail}").fetchall()
        database.execute("BEGIN")
        for table in tables(each):
            database.execute(f"DELETE FROM {table}")
        emptied = database.execute(f"SELECT {', '.join(each.select.values())} {each.tail}").fetchall()
        database.execute("ROLLBACK")
        if len(alone) == len(emptied):  # else a row of another table is needed for there to be a record
            for one, other in zip(alone, emptied, strict=True):
                pairs = zip(each.select, one, other, strict=True)
                differ = [name for name, first, second in pairs if first != second]
                assert [name for name in differ if not any(word in each.select[name] for word in COUNTS)] == []


SCHEMA = """
CREATE TABLE letter(id INTEGER PRIMARY KEY, who INTEGER, title TEXT, list TEXT, body TEXT);
CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT);
"""
LETTERS = Query(
    Message,
    """
    SELECT l.id AS key, coalesce(l.title, p.name) AS counterpart_name, p.name AS counterpart, l.body AS body,
           (SELECT group_concat(e.value) FROM json_each(l.list) e) AS subject,
           (SELECT 'from person' FROM letter x WHERE x.id = l.id) AS service,
           EXISTS (SELECT 1 FROM person WHERE person.id = l.who) AS guid
    FROM letter l LEFT JOIN person p ON p.id = l.who
    """,
)


def test_lists_within_a_row_and_its_own_table_are_no_other_rows():
    each = fit(opened(SCHEMA), LETTERS)
    assert isinstance(each, Fitted)
    assert lookups(each) == {
        "counterpart_name": "coalesce(l.title, NULL)",
        "counterpart": "NULL",
        "guid": "EXISTS (SELECT NULL WHERE 0)",
    }
    assert tables(each) == ["person"]


def test_a_table_is_renamed_where_it_is_read_and_nowhere_else():
    text = (
        "FROM letter l LEFT JOIN person ON person.id = l.who AND l.title <> 'FROM person' JOIN PERSON AS q ON q.id = 1"
    )
    assert renamed(text, {"person": "temp.other"}) == (
        "FROM letter l LEFT JOIN temp.other AS person ON person.id = l.who AND l.title <> 'FROM person'"
        " JOIN temp.other AS q ON q.id = 1"
    )
