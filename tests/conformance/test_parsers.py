"""What every parser keeps, whoever wrote it: walked over the whole registry."""

from __future__ import annotations

import ast
import importlib
import json
import plistlib
import random
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "parsers"))

import casework

from phonefx.errors import EvidenceError
from phonefx.evidence.matching import Matcher, alternatives
from phonefx.parsers.query import Fitted, Query, check, fit
from phonefx.parsers.registry import Opened, Parser, all_parsers, parsers_by_id
from phonefx.parsers.sqltext import parse_select, whole_call
from phonefx.records import DEVICE_FACTS, EVIDENCE_OF, Record, Skip

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


def of_ios(name: str) -> bool:
    return name.startswith("ios.") or (name.startswith("apps.") and "ios" in name.split("."))


@per_parser
def test_it_says_what_it_is_and_how_it_knows_the_time(parser: Parser):
    assert 0 < len(parser.title) <= 60  # the table at the end of a run
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
    sent = [row for row in result.of("message") if row.get("direction") == "outgoing" and "key" in row]
    others = {row["key"]: row.get("counterpart") for row in sent}
    for row in result.of("location"):
        if row.get("evidence_of") == "shared_by_owner" and "whose" in row:
            assert row["whose"] != others.get(row["key"]), "a place that the owner sent is no position of who got it"
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
        connection.execute("PRAGMA synchronous = OFF")
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


@pytest.mark.parametrize("made", [made for made in MADE if made.source.suffix == ".sql" and of_ios(made.parser)],
                         ids=lambda made: f"{made.parser}-{made.expected.stem}")  # fmt: skip
def test_a_missing_column_or_table_never_crashes_and_is_said(made: casework.Made):
    """Of Android, `parsers/android/test_five_kinds.py` tries the same and asks for more."""
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


def odd_forms(value: object) -> Iterator[object]:
    """A property list with one value left out, or in place of it one that nobody expects there."""
    named = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inside in list(named):
        rest = [each for at, each in enumerate(value) if at != name] if isinstance(value, list) else None
        yield {key: each for key, each in value.items() if key != name} if rest is None else rest
        for other in (*odd_forms(inside), "odd", -1, 1e300, b"\xff", [], {}, True):
            if isinstance(value, dict):
                yield {**value, name: other}
            else:
                yield [*value[:name], other, *value[name + 1 :]]


@of_form(".plist", ".json")
def test_a_missing_or_odd_value_of_a_plist_never_crashes(made: casework.Made):
    parser, content = parsers_by_id()[made.parser], content_of(made)
    binary = made.source.suffix == ".plist"
    stored = plistlib.loads(content) if binary else json.loads(content.removeprefix(b"\xef\xbb\xbf"))
    for form in odd_forms(stored):
        data = plistlib.dumps(form) if binary else json.dumps(form, default=repr).encode()
        with suppress(EvidenceError, ValueError):
            opened_file = Opened(made.about["path"], len(data), None, parser.read(BytesIO(data)))
            assert all(isinstance(each, (Record, Skip)) for each in parser.records(opened_file))


@of_form(".xml")
def test_binary_xml_gives_what_text_gives(made: casework.Made):
    text, binary = run(made, content_of(made)), run(made, casework.abx(content_of(made)))
    assert binary.rows == text.rows


def of_an_iphone() -> list[casework.Made]:
    return [made for made in MADE if of_ios(made.parser) and made.source.suffix == ".sql"]


@cache
def opened(made: casework.Made) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", check_same_thread=False)
    database.deserialize(content_of(made))
    for name, function in parsers_by_id()[made.parser].functions.items():
        database.create_function(name, -1, function)
    return database


def fitting(parser: Parser, query: Query, generation: str) -> list[tuple[casework.Made, Fitted]]:
    """The made cases of a parser in which a generation of a query fits and finds a row."""
    alone, found = replace(query, sql=generation), []
    for made in MADE:
        if made.parser == parser.id and made.source.suffix == ".sql":
            fitted = fit(opened(made), alone)
            rows = isinstance(fitted, Fitted) and f"SELECT 1 {fitted.tail} WHERE {fitted.only} LIMIT 1"
            if rows and opened(made).execute(rows).fetchone():
                found.append((made, fitted))
    return found


@pytest.mark.parametrize("parser", [each for each in PARSERS if of_ios(each.id)], ids=lambda each: each.id)
def test_every_schema_that_its_queries_know_has_a_made_case_with_rows(parser: Parser):
    for query in parser.queries:
        for number, generation in enumerate(query.generations):
            assert fitting(parser, query, generation), f"{parse_select(generation).table}, generation {number}"


@pytest.mark.parametrize("parser", [each for each in PARSERS if of_ios(each.id)], ids=lambda each: each.id)
def test_every_optional_expression_is_there_in_some_made_case(parser: Parser):
    """What only some schemas have is tried on one that has it; plain columns that are merely kept beside are below."""
    for query in parser.queries:
        fitted = [each for generation in query.generations for each in fitting(parser, query, generation)]
        lists = [whole_call(dict(parse_select(sql).items).get("extra", "")) for sql in query.generations]
        beside = {each.strip() for call in lists if call and call.name == "extra" for each in call.arguments}
        never = set.intersection(*(set(each.absent) for _, each in fitted)) - beside
        assert never == set(), parse_select(query.generations[0]).table


@pytest.mark.parametrize("made", of_an_iphone(), ids=lambda made: f"{made.parser}-{made.expected.stem}")
def test_an_optional_column_that_is_there_is_kept(made: casework.Made):
    """Every plain column that this case lacks and a query would keep beside is added, and its value must come out."""
    parser, statements, wanted = parsers_by_id()[made.parser], [], {}
    for query in parser.queries:
        fitted = fit(opened(made), query)
        if not isinstance(fitted, Fitted) or "extra" not in fitted.select:
            continue
        if not opened(made).execute(f"{fitted.sql(order=False)} LIMIT 1").fetchone():
            continue
        kept = next(sql for sql in query.generations if isinstance(fit(opened(made), replace(query, sql=sql)), Fitted))
        listed = whole_call(dict(parse_select(kept).items)["extra"])
        for column in listed.arguments if listed and listed.name == "extra" else ():
            alias, _, name = column.strip().rpartition(".")
            if column.strip() in fitted.absent and alias == fitted.alias and name not in wanted:
                wanted[name] = f"kept {len(wanted)}"
                statements.append(f'ALTER TABLE "{fitted.table}" ADD COLUMN "{name}"')
                statements.append(f"UPDATE \"{fitted.table}\" SET \"{name}\" = '{wanted[name]}'")
    fuller = altered(content_of(made), *dict.fromkeys(statements))
    if fuller is None or not wanted:
        return
    result = casework.run(parser, made.about["path"], fuller, made.beside())
    told = [json.loads(row["extra"]) for row in result.rows if row.get("extra")]
    assert {name for name, value in wanted.items() if not any(each.get(name) == value for each in told)} == set()


def test_every_parser_of_a_phone_has_a_made_case():
    tested = {made.parser for made in MADE}
    ids = [parser.id for parser in PARSERS if parser.id.startswith(("android.", "apps.", "ios."))]
    missing = [each for each in ids if each not in tested]
    assert missing == []


def test_modules_of_parsers_import_by_themselves():
    for path in MODULES:
        importlib.import_module("phonefx.parsers." + ".".join(path.relative_to(SRC).with_suffix("").parts))
