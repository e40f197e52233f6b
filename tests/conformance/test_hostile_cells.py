"""What stands in a cell can make a decoder give up, in the ways that are foreseen; any other error is one of ours."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "parsers"))

import casework

from phonefx.case.sandbox import UNDECODABLE
from phonefx.parsers.query import Fitted, fit
from phonefx.parsers.registry import all_parsers, parsers_by_id

FUNCTIONS = {(parser.id, name): function for parser in all_parsers() for name, function in parser.functions.items()}
LEAF = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8))
JSON = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)


@cache
def called(parser_id: str) -> dict[str, list[tuple[Any, ...]]]:
    """Give what the queries of a parser pass to its functions, in its made cases."""
    parser = parsers_by_id()[parser_id]
    seen: dict[str, list[tuple[Any, ...]]] = {name: [] for name in parser.functions}
    for path in sorted((casework.CASES / parser_id).glob("*.sql")):
        database = sqlite3.connect(":memory:")
        database.executescript(path.read_text(encoding="utf-8"))
        for name, function in parser.functions.items():
            database.create_function(name, -1, _noting(function, seen[name]), deterministic=True)
        for each in (fit(database, query) for query in parser.queries):
            if isinstance(each, Fitted):
                database.execute(each.sql(order=False)).fetchall()
        database.close()
    return seen


def _noting(function: Callable[..., Any], into: list[tuple[Any, ...]]) -> Callable[..., Any]:
    def call(*values: Any) -> Any:
        if values not in into[:20]:
            into.append(values)
        try:
            return function(*values)
        except UNDECODABLE:
            return None

    return call


def changed(value: object) -> st.SearchStrategy[object]:
    """Other values of a cell: of another type, with a member of its JSON replaced, with bytes replaced."""
    other = st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), st.floats(), st.text(max_size=40),
                      st.binary(max_size=40), JSON.map(json.dumps))  # fmt: skip
    if isinstance(value, bytes):
        at = st.integers(0, max(0, len(value) - 1))
        return other | st.builds(lambda n, new: value[:n] + new + value[n + len(new) :], at, st.binary(max_size=4))
    try:
        stored = json.loads(value) if isinstance(value, str) else None
    except ValueError:
        return other
    return other | st.builds(lambda path, new: json.dumps(_with(stored, path, new)), st.lists(st.integers(0, 9)), JSON)


def _with(stored: object, path: list[int], new: object) -> object:
    if not path or not isinstance(stored, (dict, list)) or not stored:
        return new
    keys = list(stored) if isinstance(stored, dict) else list(range(len(stored)))
    key = keys[path[0] % len(keys)]
    pairs = stored.items() if isinstance(stored, dict) else enumerate(stored)
    made = [(each, _with(inner, path[1:], new) if each == key else inner) for each, inner in pairs]
    return dict(made) if isinstance(stored, dict) else [inner for _, inner in made]


@pytest.mark.parametrize(("parser", "name"), FUNCTIONS, ids=lambda each: each)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_cell_that_cannot_be_decoded_raises_what_is_foreseen(parser, name, data):
    values = called(parser)[name]
    assert values, "no made case of the parser calls it"
    first, *others = data.draw(st.sampled_from(values))
    with suppress(*UNDECODABLE):
        FUNCTIONS[parser, name](data.draw(changed(first)), *others)
