"""Each parser of an iPhone is tried in five ways: its schemas, a column less, a table less, damaged, empty.

The inputs are made from the cases of each parser by program, so that none is forgotten; what is counted here is that
each way was really gone, and that what was lost was said. Beside it: deleted rows are never among the live ones.
"""

from __future__ import annotations

import plistlib
import re
import sqlite3
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "parsers"))

import casework

from phonefx import times
from phonefx.parsers.query import Fitted, Misfit, Query, fit
from phonefx.parsers.registry import Parser, all_parsers, parsers_by_id
from phonefx.parsers.sqltext import parse_select, whole_call
from phonefx.records import Message, columns

WAYS = ("schema", "missing column", "missing table", "damaged", "empty")
SAID = {"not a database", "not understood", "unreadable", "empty", "no such table", "unknown schema"}


def of_ios(parser: Parser) -> bool:
    return parser.id.startswith("ios.") or (parser.id.startswith("apps.") and "ios" in parser.id.split("."))


PARSERS = [each for each in all_parsers() if of_ios(each)]
MADE = [made for made in casework.made_cases() if of_ios(parsers_by_id()[made.parser])]
per_parser = pytest.mark.parametrize("parser", PARSERS, ids=lambda each: each.id)
per_case = pytest.mark.parametrize("made", MADE, ids=lambda made: f"{made.parser}-{made.expected.stem}")


@cache
def result_of(made: casework.Made) -> casework.Result:
    return casework.run(parsers_by_id()[made.parser], made.about["path"], made.content(), made.beside())


def tried(parser: Parser, made: casework.Made, content: bytes) -> casework.Result:
    return casework.run(parser, made.about["path"], content, made.beside())


def is_said(found: casework.Result, whole: casework.Result) -> bool:
    """Whether a lesser file gives a problem, an outcome that tells of a loss, or just as many rows as the whole one."""
    lost = bool(set(found.outcomes) & SAID) or bool(found.problems)
    return lost or len(found.rows) + len(found.skips) <= len(whole.rows) + len(whole.skips)


def database(parser: Parser, content: bytes, *statements: str) -> sqlite3.Connection | None:
    """The database in memory after some statements; None where SQLite refuses them (a column of a key or an index)."""
    made = sqlite3.connect(":memory:", isolation_level=None)
    made.deserialize(content)
    for name, function in parser.functions.items():
        made.create_function(name, -1, function)
    try:
        for statement in statements:
            made.execute(statement)
    except sqlite3.OperationalError:
        made.close()
        return None
    return made


def lost_columns(parser: Parser, query: Query, made: casework.Made) -> list[tuple[str, bool]]:
    """Every column of a query's driving table that it names, with whether its loss is told: by name, or by NULL."""
    content = made.content()
    whole = database(parser, content)
    assert whole is not None
    fitted = fit(whole, query)
    if not isinstance(fitted, Fitted):
        return []
    found = []
    said = f"{' '.join(fitted.select.values())} {fitted.tail} {fitted.only}"
    alias = rf"\b{re.escape(fitted.alias)}\."
    for (name,) in whole.execute("SELECT name FROM pragma_table_info(?)", (fitted.table,)).fetchall():
        less = database(parser, content, f'ALTER TABLE "{fitted.table}" DROP COLUMN "{name}"')
        if less is not None and re.search(rf"{alias}{re.escape(name)}\b", said):
            again = fit(less, query)
            if re.search(rf"\.{re.escape(name)}\b", query.needs):
                told = isinstance(again, Misfit)  # the query does not apply: another one reads these rows
            elif isinstance(again, Misfit):  # what the nearest generation lacks; its table is there
                told = again.lacking[0] != f"no such table: {again.table}"
            else:
                names = {name.lower(), re.sub(r"^z_[0-9]+", "z_n", name.lower())}  # Core Data's number is told as n
                told = any(each in lacking.lower() for lacking in again.absent for each in names)
                told = told or again.table != fitted.table
                told = told or again.select.keys() != fitted.select.keys() or again.tail != fitted.tail
            found.append((name, told))
            less.close()
    whole.close()
    return found


def ways_of_databases(parser: Parser, cases: list[casework.Made]) -> dict[str, int]:
    counted = dict.fromkeys(WAYS, 0)
    for made in cases:
        content = made.content()
        for query in parser.queries:
            whole = database(parser, content)
            assert whole is not None
            fitted = fit(whole, query)
            whole.close()
            if isinstance(fitted, Misfit):
                continue
            counted["schema"] += 1
            told = lost_columns(parser, query, made)
            assert [name for name, said in told if not said] == [], f"{made.expected.stem}: {fitted.table}"
            counted["missing column"] += len(told)
            less = database(parser, content, f'DROP TABLE "{fitted.table}"')
            again = fit(less, replace(query, sql=query.generations[0])) if less else None
            if less and isinstance(again, Misfit):
                assert again.lacking[0].startswith("no such table")
                counted["missing table"] += 1
            if less:
                less.close()
    return counted


def ways_of_files(parser: Parser, cases: list[casework.Made]) -> dict[str, int]:
    """What a file that is no table has in place of columns and tables: values, and the root that holds them."""
    counted = dict.fromkeys(WAYS, 0)
    for made in cases:
        content = made.content()
        counted["schema"] += 1
        fewer = [content[: len(content) * part // 7] + content[len(content) * (part + 1) // 7 :] for part in range(7)]
        rootless = plistlib.dumps({}) if made.source.suffix == ".plist" else content[:1] * 40
        for way, forms in (("missing column", fewer), ("missing table", [rootless])):
            for form in forms:
                counted[way] += is_said(tried(parser, made, form), result_of(made))
    return counted


def ways(parser: Parser, cases: list[casework.Made]) -> dict[str, int]:
    """How often a parser was tried in each way and said what was lost."""
    counted = ways_of_databases(parser, cases) if parser.queries else ways_of_files(parser, cases)
    for made in cases[:2]:
        content, whole = made.content(), result_of(made)
        for form in (content[: len(content) // 2], b"\x00" * 3000):
            counted["damaged"] += is_said(tried(parser, made, form), whole)
        found = tried(parser, made, b"")
        counted["empty"] += not found.rows or len(found.rows) == len(whole.rows)  # a file whose name alone is read
    return counted


@per_parser
def test_it_is_tried_in_five_ways_and_says_what_is_lost(parser: Parser):
    cases = [made for made in MADE if made.parser == parser.id]
    assert [way for way, count in ways(parser, cases).items() if not count] == []


def test_the_count_sees_a_parser_that_nobody_tried():
    assert set(ways(parsers_by_id()["ios.calls"], []).values()) == {0}
    assert set(ways(parsers_by_id()["ios.setup"], []).values()) == {0}


def test_the_count_sees_a_column_whose_loss_nobody_tells():
    """A query that hides a missing column behind a table of the same alias, which always has it."""
    sql = "SELECT m.ROWID AS key, m.guid AS guid, (SELECT m.text FROM (SELECT NULL AS text) m) AS body FROM message m"
    hidden = Query(Message, sql)
    made = next(each for each in MADE if each.parser == "ios.messages" and each.expected.stem == "ios17")
    told = dict(lost_columns(parsers_by_id()["ios.messages"], hidden, made))
    assert told["text"] is False


@per_parser
def test_every_moment_keeps_its_raw_value(parser: Parser):
    """A moment is a whole call of an encoding: only then does the raw value stand beside it."""
    for query in parser.queries:
        moments = {each.field for each in columns(query.kind) if each.form == "moment"}
        for generation in query.generations:
            for name, expression in parse_select(generation).items:
                if name in moments:
                    call = whole_call(expression)
                    assert call is not None, f"{name} AS {expression}"
                    assert call.name in times.EPOCHS, f"{name} AS {expression}"


@per_case
def test_stored_moments_have_their_raw_value(made: casework.Made):
    for row in result_of(made).rows:
        for name in row:
            if name.endswith("_us"):
                assert row.get(name.removesuffix("_us") + "_raw") is not None, f"{row['kind']} {row['key']}: {name}"


@per_case
def test_a_row_that_is_deleted_is_never_among_the_live_ones(made: casework.Made):
    """One row of a table is one record: kept, or kept as deleted, and never both."""
    states: dict[tuple[str, str], set[str]] = {}
    deleted = {row["table"] for row in result_of(made).rows if row["state"] == "recently_deleted"}
    for row in result_of(made).rows:
        if row["table"] in deleted and row.get("key") is not None:
            states.setdefault((row["table"], str(row["key"])), set()).add(row["state"])
    assert [place for place, found in states.items() if len(found) > 1] == []


def test_some_cases_do_hold_deleted_rows():
    holding = {made.parser for made in MADE if any(r["state"] == "recently_deleted" for r in result_of(made).rows)}
    declared = {each.id for each in PARSERS if any(query.state == "recently_deleted" for query in each.queries)}
    assert declared <= holding
