"""Of every parser of Android: each version, one with a value missing, one with a table missing, one damaged, one empty.

The versions are the made cases (`test_variants`); the other kinds are made of each of them here. Whatever is missing
must be told: where rows change, the note of the coverage names the column or the table (or another one of the same
query), or a problem says that no schema that is known fits.
"""

from __future__ import annotations

import json
import random
import re
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import casework

from phonefx.formats import androidxml
from phonefx.parsers.registry import Parser, all_parsers, parsers_by_id
from phonefx.parsers.sqltext import parse_select

OF_ANDROID = [
    parser for parser in all_parsers()
    if parser.id.startswith(("android.", "apps.")) and "ios" not in parser.id.split(".")
]  # fmt: skip
MADE: dict[str, list[casework.Made]] = defaultdict(list)
for _made in casework.made_cases():
    MADE[_made.parser].append(_made)
Forms = Iterator[tuple[str, bytes]]
"""What was taken away, and what is left."""


def altered(content: bytes, statement: str) -> bytes | None:
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.deserialize(content)
    try:
        database.execute(statement)
        database.execute("VACUUM")
    except sqlite3.OperationalError:
        return None
    found = database.serialize()
    database.close()
    return found


def driving(parser: Parser) -> set[str]:
    return {parse_select(sql).table for query in parser.queries for sql in query.generations}


def akin(parser: Parser, table: str) -> list[str]:
    """The tables that other schemas have in the place of a table."""
    named = [[parse_select(sql).table for sql in query.generations] for query in parser.queries]
    return [name for names in named if table in names for name in names]


def tables(content: bytes) -> dict[str, list[str]]:
    database = sqlite3.connect(":memory:")
    database.deserialize(content)
    names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {name: [row[1] for row in database.execute(f'PRAGMA table_info("{name}")')] for name in names}
    database.close()
    return found


def without_column(made: casework.Made, content: bytes) -> Forms:
    """Without each column that a query of the parser names."""
    parser = parsers_by_id()[made.parser]
    named = set(re.findall(r"\w+", " ".join(" ".join((*query.generations, *query.skip, query.only))
                                            for query in parser.queries)))  # fmt: skip
    for table, columns in tables(content).items():
        for column in [each for each in columns if each in named] if table in driving(parser) else ():
            left = altered(content, f'ALTER TABLE "{table}" DROP COLUMN "{column}"')
            if left is not None:
                yield column, left


def without_table(made: casework.Made, content: bytes) -> Forms:
    for table in sorted(tables(content).keys() & driving(parsers_by_id()[made.parser])):
        left = altered(content, f'DROP TABLE "{table}"')
        if left is not None:
            yield table, left


def without_rows(made: casework.Made, content: bytes) -> Forms:
    del made
    database = sqlite3.connect(":memory:")
    database.deserialize(content)
    for name in tables(content):
        if not name.startswith("sqlite_"):
            database.execute(f'DELETE FROM "{name}"')
    database.commit()
    yield "rows", database.serialize()
    database.close()


def without_attribute(made: casework.Made, content: bytes) -> Forms:
    del made
    names = {name for root in androidxml.loads(content).roots for each in root.walk() for name in each.attributes}
    for name in sorted(names):
        yield name, re.sub(rb"\s" + re.escape(name.encode()) + rb'="[^"]*"', b"", content)


def without_element(made: casework.Made, content: bytes) -> Forms:
    del made
    names = {each.name for root in androidxml.loads(content).roots for each in root.walk()}
    for name in sorted(map(str.encode, names)):
        begin, end = rb"<" + re.escape(name) + rb"(\s[^>]*)?", rb"</" + re.escape(name) + rb">"
        yield name.decode(), re.sub(rb"(?s)" + begin + rb">.*?" + end, b"", re.sub(begin + rb"/>", b"", content))


def pairs_without(pairs: list, path: str = "") -> Iterator[tuple[str, list]]:
    for at, (number, value) in enumerate(pairs):
        yield f"{path}{number}", pairs[:at] + pairs[at + 1 :]
        for where, inside in pairs_without(value, f"{path}{number}.") if isinstance(value, list) else ():
            yield where, [*pairs[:at], [number, inside], *pairs[at + 1 :]]


def without_field(made: casework.Made, content: bytes) -> Forms:
    del content
    stored = json.loads(made.source.read_text(encoding="utf-8"))
    if not made.about.get("delimited"):
        yield from ((where, made.encoded(pairs)) for where, pairs in pairs_without(stored))
        return
    for at, frame in enumerate(stored):
        for where, pairs in pairs_without(frame, f"frame {at}, "):
            yield where, made.encoded([*stored[:at], pairs, *stored[at + 1 :]])


def values_without(value: object) -> Iterator[object]:
    named = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inside in list(named):
        if isinstance(value, dict):
            yield {key: each for key, each in value.items() if key != name}
            yield from ({**value, name: other} for other in values_without(inside))
        else:
            yield [each for at, each in enumerate(value) if at != name]
            yield from ([*value[:name], other, *value[name + 1 :]] for other in values_without(inside))


def without_value(made: casework.Made, content: bytes) -> Forms:
    del made
    yield from (("a value", json.dumps(form).encode()) for form in values_without(json.loads(content)))


def without_line(made: casework.Made, content: bytes) -> Forms:
    """A line of a text; of bytes, a stretch as a line of the case has it."""
    if made.source.suffix == ".hex":
        lines = [bytes.fromhex(each.partition("#")[0]) for each in made.source.read_text(encoding="utf-8").splitlines()]
        lines = [each for each in lines if each]
    else:
        lines = content.splitlines(keepends=True)
    for at in range(len(lines)):
        yield f"line {at}", b"".join(lines[:at] + lines[at + 1 :])


def damaged(made: casework.Made, content: bytes) -> Forms:
    chance = random.Random(made.parser)
    for cut in (10, len(content) // 2, len(content) - 1):
        yield f"all behind {cut}", content[: max(cut, 0)]
    broken = bytearray(content or b"\x00")
    for _ in range(max(2, len(broken) // 100)):
        broken[chance.randrange(len(broken))] ^= 1 + chance.randrange(255)
    yield "bytes", bytes(broken)


def emptied(made: casework.Made, content: bytes) -> Forms:
    del made, content
    yield "everything", b""


FORMS = (".sql", ".xml", ".pb", ".json", ".txt", ".hex")
KINDS: dict[str, dict[str, list[Callable[[casework.Made, bytes], Forms]]]] = {
    "a value missing": {".sql": [without_column], ".xml": [without_attribute, without_element], ".pb": [without_field],
                        ".json": [without_value], ".txt": [without_line], ".hex": [without_line]},
    "a table missing": {".sql": [without_table], ".xml": [without_element], ".pb": [without_field],
                        ".json": [without_value], ".txt": [without_line], ".hex": [without_line]},
    "damaged": {form: [damaged] for form in FORMS},
    "empty": {form: [without_rows, emptied] if form == ".sql" else [emptied] for form in FORMS},
}  # fmt: skip


def forms(made: casework.Made, kind: str) -> Forms:
    for maker in KINDS[kind][made.source.suffix]:
        yield from maker(made, content_of(made))


@cache
def content_of(made: casework.Made) -> bytes:
    return made.content()


def run(made: casework.Made, content: bytes) -> casework.Result:
    return casework.run(parsers_by_id()[made.parser], made.about["path"], content, made.beside())


def plain(result: casework.Result) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True, default=repr) for row in result.rows)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("parser", OF_ANDROID, ids=lambda parser: parser.id)
def test_every_parser_has_each_kind_and_tells_of_it(parser: Parser, kind: str):
    tried = 0
    for made in MADE[parser.id]:
        whole = plain(run(made, content_of(made)))
        for gone, content in forms(made, kind):
            tried += 1
            result = run(made, content)
            assert result.outcomes, "every file has an outcome"
            assert "failed" not in result.outcomes, (gone, result.problems)
            if kind == "empty":
                assert result.rows == [] or not parser.queries, gone
            elif made.source.suffix == ".sql" and kind != "damaged" and plain(result) != whole:
                told = " ".join([*result.notes, *(message for _, message in result.problems)])
                misfit = any(code == "unknown schema" for code, _ in result.problems)
                names = "|".join(map(re.escape, [gone, *akin(parser, gone)]))
                assert misfit or re.search(rf"\b({names})\b", told), f"without {gone}, nothing says so: {told}"
    assert tried or not any(map(content_of, MADE[parser.id])), f"no made case of it could be made {kind}"
