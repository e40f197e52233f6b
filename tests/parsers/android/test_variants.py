"""Every parser of Android names the schemas it is for, each has a made case, and the cases use all of its mapping."""

from __future__ import annotations

import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import casework

from phonefx.parsers.query import Fitted, Query, fit
from phonefx.parsers.registry import Parser, all_parsers, parsers_by_id
from phonefx.parsers.sqltext import parse_select, replace_calls

OF_ANDROID = [
    parser for parser in all_parsers()
    if parser.id.startswith(("android.", "apps.")) and "ios" not in parser.id.split(".")
]  # fmt: skip
OF_DATABASES = [parser for parser in OF_ANDROID if parser.queries]
MADE: dict[str, list[casework.Made]] = defaultdict(list)
for _made in casework.made_cases():
    MADE[_made.parser].append(_made)


def each(parsers: list[Parser]):
    return pytest.mark.parametrize("parser", parsers, ids=lambda parser: parser.id)


@each(OF_ANDROID)
def test_each_variant_has_a_made_case_and_each_case_is_of_a_variant(parser: Parser):
    assert parser.variants, "names no variant: which versions and schemas is it for?"
    assert {made.about.get("variant") for made in MADE[parser.id]} == set(parser.variants)


@cache
def databases(name: str) -> tuple[sqlite3.Connection, ...]:
    opened = []
    for made in MADE[name]:
        if made.source.suffix == ".sql":
            database = sqlite3.connect(":memory:")
            database.executescript(made.source.read_text(encoding="utf-8"))
            for name, function in parsers_by_id()[made.parser].functions.items():
                database.create_function(name, -1, function)
            opened.append(database)
    return tuple(opened)


def used(parser: Parser, query: Query) -> Iterator[tuple[int, Fitted]]:
    """The generations of a query that a made database gives rows to, the first that fits in each."""
    for database in databases(parser.id):
        for number, generation in enumerate(query.generations):
            fitted = fit(database, replace(query, sql=generation))
            if isinstance(fitted, Fitted):
                if database.execute(f"SELECT count(*) {fitted.tail} WHERE {fitted.only}").fetchone()[0]:
                    yield number, fitted
                break


@each(OF_DATABASES)
def test_each_generation_of_each_query_is_used_by_a_made_case(parser: Parser):
    for query in parser.queries:
        unused = set(range(len(query.generations))) - {number for number, _ in used(parser, query)}
        assert not unused, f"generations {unused} of {parse_select(query.generations[0]).table}"


def fields_alone(query: Query) -> Query:
    """The query without its further values, whose columns need no case each."""
    generations = []
    for generation in query.generations:
        select = parse_select(generation)
        listed = ", ".join(f"{expression} AS {name}" for name, expression in select.items if name != "extra")
        generations.append(f"SELECT {listed} FROM {select.tail}")
    return replace(query, sql=tuple(generations), skip={})


@each(OF_DATABASES)
def test_each_optional_value_of_a_field_is_there_in_a_made_case(parser: Parser):
    """An `opt` that no case has may be misspelt, or out of the scope in which it is compiled, and never be used."""
    there: set[tuple[str, str]] = set()
    asked: set[tuple[str, str]] = set()
    for query in map(fields_alone, parser.queries):
        for number, fitted in used(parser, query):
            for name, expression in parse_select(query.generations[number]).items:
                wanted = {(name, inner) for inner in optional(expression)}
                asked |= wanted
                there |= {(name, inner) for name, inner in wanted if not absent(inner, fitted)}
    assert asked - there == set()


def optional(expression: str) -> Iterator[str]:
    found: list[str] = []
    replace_calls(expression, {"opt": lambda arguments: found.append(", ".join(arguments)) or "NULL"})
    return iter(found)


def absent(inner: str, fitted: Fitted) -> bool:
    plain = inner.replace(" ", "")
    return any(plain == each.replace(" ", "") for each in fitted.absent)
