"""What every parser keeps, whoever wrote it: walked over the whole registry."""

from __future__ import annotations

import ast
import importlib
import random
import sqlite3
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "parsers"))

import casework

from phonefx.evidence.matching import Matcher, alternatives
from phonefx.parsers.query import check
from phonefx.parsers.registry import Parser, all_parsers, parsers_by_id
from phonefx.parsers.sqltext import parse_select
from phonefx.records import DEVICE_FACTS, EVIDENCE_OF

KNOWN_PATHS = [
    line
    for listed in sorted(Path(__file__).parent.glob("known_paths*.txt"))
    for line in listed.read_text().splitlines()
    if line.strip()
]
PARSERS = all_parsers()
MADE = casework.made_cases()
SRC = Path(__file__).resolve().parents[2] / "src" / "phonefx" / "parsers"
MODULES = sorted(path for part in ("android", "ios", "apps", "exports") for path in (SRC / part).rglob("*.py"))
LOSSES = {"unknown schema", "no such table", "not a database", "not understood", "unreadable", "empty", "items"}


def per_parser(function):
    return pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.id)(function)


def of_form(*suffixes: str):
    chosen = [made for made in MADE if made.source.suffix in suffixes or not suffixes]
    return pytest.mark.parametrize("made", chosen, ids=lambda made: f"{made.parser}-{made.expected.stem}")


per_case = of_form()


@per_parser
def test_it_says_what_it_is_and_how_it_knows_the_time(parser: Parser):
    assert parser.title
    assert parser.about.endswith(".")
    words = ("UTC", "wall clock", "no time", "local time")
    assert any(word in parser.about for word in words), f"its `about` says nothing of: {words}"
    assert parser.id.split(".")[0] in {"android", "ios", "apps", "exports"}


@per_parser
def test_its_patterns_match_paths_that_are_known(parser: Parser):
    for pattern in parser.files:
        matcher = Matcher({parser.id: [pattern]})
        assert any(matcher.match(path) for path in KNOWN_PATHS), f"{pattern} matches no line of known_paths.txt"
        assert alternatives(pattern)


@per_parser
def test_its_queries_are_well_formed(parser: Parser):
    assert [fault for query in parser.queries for fault in check(query)] == []
    for query in parser.queries:
        assert query.of is None or query.of in parser.queries[: parser.queries.index(query)], "its owner comes first"


@per_parser
def test_a_query_of_some_rows_has_another_that_accounts_for_all(parser: Parser):
    whole = {parse_select(sql).table for query in parser.queries if not query.only for sql in query.generations}
    for query in parser.queries:
        if query.only:
            assert {parse_select(sql).table for sql in query.generations} <= whole


@per_parser
def test_it_names_only_known_properties_and_evidence(parser: Parser):
    for query in parser.queries:
        for generation in query.generations:
            given = dict(parse_select(generation).items)
            if "evidence_of" in given:
                assert any(f"'{word}'" in given["evidence_of"] for word in EVIDENCE_OF)
            if query.kind.__name__ in {"Location", "Visit"}:
                assert "evidence_of" in given, "a position says what it is evidence of"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_parsers_open_catch_log_and_format_nothing(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    forbidden = {"open", "print", "eval", "exec", "compile", "__import__"}
    modules = {"os", "pathlib", "logging", "socket", "subprocess", "urllib.request", "html", "tempfile", "sqlite3"}
    for node in ast.walk(tree):
        assert not isinstance(node, (ast.Try, ast.ExceptHandler)), f"{path.name}:{node.lineno} catches"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in forbidden, f"{path.name}:{node.lineno} calls {node.func.id}"
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = {node.module or ""} if isinstance(node, ast.ImportFrom) else {each.name for each in node.names}
            assert not names & modules, f"{path.name}:{node.lineno} imports {names & modules}"
    assert ast.get_docstring(tree), "a module says what it reads"


@cache
def content_of(made: casework.Made) -> bytes:
    return made.content()


def run(made: casework.Made, content: bytes) -> casework.Result:
    result = casework.run(parsers_by_id()[made.parser], made.about["path"], content, made.beside())
    assert result.outcomes, "every file has an outcome"
    assert set(result.outcomes) <= LOSSES, result.problems
    for read, records, skipped in result.accounts:
        assert read == records + skipped or "damaged" in {code for code, _ in result.problems}
    names = {row["name"] for row in result.of("device_fact")}
    assert names <= set(DEVICE_FACTS), f"not in records.DEVICE_FACTS: {names - set(DEVICE_FACTS)}"
    assert {row.get("evidence_of") for row in result.of("location") + result.of("visit")} <= set(EVIDENCE_OF)
    return result


@per_case
def test_made_cases_give_the_items_that_their_author_worked_out(made: casework.Made):
    result = run(made, content_of(made))
    assert list(casework.differences(made.rows, result.rows)) == []
    assert len(result.skips) == made.about.get("skips", 0), result.skips
    if "problems" not in made.about:
        assert result.problems == []
    assert [code for code, _ in result.problems] == made.about.get("problems", [])


@per_case
def test_damaged_files_never_crash_and_never_pass_in_silence(made: casework.Made):
    content = content_of(made)
    chance = random.Random(made.parser)
    for cut in (0, 10, len(content) // 2):
        run(made, content[:cut])
    for _ in range(3):
        broken = bytearray(content or b"\x00")
        for _ in range(max(1, len(broken) // 200)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        run(made, bytes(broken))
    if content and not made.beside():
        assert run(made, b"\x00" * 3000).rows == []


def tables_of(made: casework.Made) -> set[str]:
    queries = parsers_by_id()[made.parser].queries
    return {parse_select(sql).table for query in queries for sql in query.generations}


def altered(content: bytes, *statements: str) -> bytes | None:
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        connection = sqlite3.connect(file.name, isolation_level=None)
        try:
            for statement in statements:
                connection.execute(statement)
        except sqlite3.OperationalError:
            return None
        finally:
            connection.close()
        return Path(file.name).read_bytes()


def columns_of(content: bytes) -> dict[str, list[str]]:
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        connection = sqlite3.connect(file.name)
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {name: [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')] for name in names}
        connection.close()
        return found


@of_form(".sql")
def test_a_missing_column_or_table_never_crashes_and_is_said(made: casework.Made):
    content = content_of(made)
    for table in sorted(tables_of(made) & columns_of(content).keys()):
        for column in columns_of(content)[table]:
            fewer = altered(content, f'ALTER TABLE "{table}" DROP COLUMN "{column}"')
            if fewer is not None:
                result = run(made, fewer)
                assert result.rows or result.problems or result.outcomes != ["items"]
        without = altered(content, f'DROP TABLE "{table}"')
        if without is not None:
            run(made, without)


@of_form(".sql")
def test_an_empty_database_gives_nothing(made: casework.Made):
    content = content_of(made)
    names = [name for name in columns_of(content) if not name.startswith("sqlite_")]
    empty = altered(content, *[f'DELETE FROM "{name}"' for name in names])
    assert empty is not None
    result = run(made, empty)
    assert (result.rows, result.outcomes) == ([], ["empty"])


@of_form(".xml")
def test_binary_xml_gives_what_text_gives(made: casework.Made):
    text, binary = run(made, content_of(made)), run(made, casework.abx(content_of(made)))
    assert binary.rows == text.rows


def test_every_parser_of_a_phone_has_a_made_case():
    tested = {made.parser for made in MADE}
    ids = [parser.id for parser in PARSERS if parser.id.startswith(("android.", "apps.", "ios."))]
    missing = [each for each in ids if each not in tested]
    assert missing == []


def test_modules_of_parsers_import_by_themselves():
    for path in MODULES:
        importlib.import_module("phonefx.parsers." + ".".join(path.relative_to(SRC).with_suffix("").parts))
