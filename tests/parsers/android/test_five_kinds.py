"""Of every parser of Android: each version, one with a value missing, one with a table missing, one damaged, one empty.

The versions are the made cases (`test_variants`); the other kinds are made of each of them here. Whatever is missing
must be told: of a database, where rows change, the note of the coverage names the column or the table (or another one
of the same query), or a problem says that no schema that is known fits. Of XML, JSON and protocol buffers, an item
without one of its values stays or is left out with a reason; without a section the other items stay, or the outcome
says that there are none. A file that breaks off is a problem, one of no bytes is told as empty.
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
from phonefx.parsers import reading
from phonefx.parsers.registry import Parser, all_parsers, parsers_by_id
from phonefx.parsers.sqltext import parse_select
from phonefx.records import PARTS, kind_name

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
    every = [each for root in androidxml.loads(content).roots for each in root.walk()]
    names = {name for each in every for name in each.attributes}
    if not names:
        yield from without_element(made, content)
    for name in sorted(names):
        yield name, re.sub(rb"\s" + re.escape(name.encode()) + rb'="[^"]*"', b"", content)


def without_element(made: casework.Made, content: bytes) -> Forms:
    del made
    names = {each.name for root in androidxml.loads(content).roots for each in root.walk()}
    for name in sorted(map(str.encode, names)):
        begin, end = rb"<" + re.escape(name) + rb"(\s[^>]*)?", rb"</" + re.escape(name) + rb">"
        yield name.decode(), re.sub(rb"(?s)" + begin + rb">.*?" + end, b"", re.sub(begin + rb"/>", b"", content))


_MOST = 60
Named = Iterator[tuple[str, bool, object]]
"""What was taken away, whether it was one value alone, and what is left."""


def pairs_without(pairs: list, path: str = "") -> Named:
    for at, (number, value) in enumerate(pairs):
        yield f"{path}{number}", not isinstance(value, list), pairs[:at] + pairs[at + 1 :]
        for where, alone, inside in pairs_without(value, f"{path}{number}.") if isinstance(value, list) else ():
            yield where, alone, [*pairs[:at], [number, inside], *pairs[at + 1 :]]


def frames_without(frames: list) -> Named:
    for at, frame in enumerate(frames):
        for where, alone, pairs in pairs_without(frame, f"frame {at}, "):
            yield where, alone, [*frames[:at], pairs, *frames[at + 1 :]]


def values_without(value: object) -> Named:
    named = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inside in list(named):
        alone = not isinstance(inside, (dict, list))
        if isinstance(value, dict):
            yield str(name), alone, {key: each for key, each in value.items() if key != name}
            yield from ((where, one, {**value, name: other}) for where, one, other in values_without(inside))
        else:
            yield f"[{name}]", alone, [each for at, each in enumerate(value) if at != name]
            yield from (
                (where, one, [*value[:name], other, *value[name + 1 :]]) for where, one, other in values_without(inside)
            )


def chosen(found: Named, alone: bool) -> list[tuple[str, object]]:
    """The forms that lack one value, or the others; all where there are none of those. Of very many, some by chance."""
    listed = list(found)
    asked = [(where, left) for where, one, left in listed if one is alone]
    asked = asked or [(where, left) for where, _, left in listed]
    return asked if len(asked) <= _MOST else random.Random(len(asked)).sample(asked, _MOST)


def of_fields(made: casework.Made, alone: bool) -> Forms:
    stored = json.loads(made.source.read_text(encoding="utf-8"))
    found = frames_without(stored) if made.about.get("delimited") else pairs_without(stored)
    yield from ((where, made.encoded(left)) for where, left in chosen(found, alone))


def without_field(made: casework.Made, content: bytes) -> Forms:
    del content
    return of_fields(made, alone=True)


def without_message(made: casework.Made, content: bytes) -> Forms:
    del content
    return of_fields(made, alone=False)


def without_value(made: casework.Made, content: bytes) -> Forms:
    del made
    return ((where, json.dumps(left).encode()) for where, left in chosen(values_without(json.loads(content)), True))


def without_list(made: casework.Made, content: bytes) -> Forms:
    del made
    return ((where, json.dumps(left).encode()) for where, left in chosen(values_without(json.loads(content)), False))


def lines_of(made: casework.Made, content: bytes) -> list[bytes]:
    """The lines of a text; of bytes, the stretches that are lines of the case."""
    if made.source.suffix != ".hex":
        return content.splitlines(keepends=True)
    lines = [bytes.fromhex(each.partition("#")[0]) for each in made.source.read_text(encoding="utf-8").splitlines()]
    return [each for each in lines if each]


def without_line(made: casework.Made, content: bytes) -> Forms:
    lines = lines_of(made, content)
    for at in range(len(lines)):
        yield f"line {at}", b"".join(lines[:at] + lines[at + 1 :])


def without_half(made: casework.Made, content: bytes) -> Forms:
    lines = lines_of(made, content)
    yield "the first half", b"".join(lines[len(lines) // 2 :])
    yield "the second half", b"".join(lines[: len(lines) // 2])


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
    "a value missing": {".sql": [without_column], ".xml": [without_attribute], ".pb": [without_field],
                        ".json": [without_value], ".txt": [without_line], ".hex": [without_line]},
    "a table missing": {".sql": [without_table], ".xml": [without_element], ".pb": [without_message],
                        ".json": [without_list], ".txt": [without_half], ".hex": [without_half]},
    "damaged": {form: [damaged] for form in FORMS},
    "empty": {form: [without_rows, emptied] if form == ".sql" else [emptied] for form in FORMS},
}  # fmt: skip
BY_NAME = {parser.id for parser in OF_ANDROID if parser.read is reading.start} | {"android.device.bootstat"}
"""Parsers that read the name of a file alone: an empty or cut one says as much."""
UNENDED = {"apps.dji", "apps.dji.aircraft", "apps.fit", "apps.signal.android.backup"}
"""Formats that do not tell where they end, or of which the beginning alone is read."""
UNKNOWN = {"apps.google_maps.last_route"}
"""Layouts that are not public: places are searched for, and a place without one of its numbers is none."""
_PARTS = {kind_name(part) for part in PARTS}


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


def told_columns(made: casework.Made, gone: str, result: casework.Result) -> None:
    """What a database lacks is named in the note of the coverage, or it is a problem that no schema fits."""
    told = " ".join([*result.notes, *(message for _, message in result.problems)])
    misfit = any(code == "unknown schema" for code, _ in result.problems)
    names = "|".join(map(re.escape, [gone, *akin(parsers_by_id()[made.parser], gone)]))
    assert misfit or re.search(rf"\b({names})\b", told), f"without {gone}, nothing says so: {told}"


def accounted(result: casework.Result) -> int:
    """Items, without their parts, and what was left out with a reason."""
    return sum(row["kind"] not in _PARTS for row in result.rows) + len(result.skips)


def told_values(made: casework.Made, gone: str, result: casework.Result, whole: casework.Result) -> None:
    """An item that lacks one value is there without it, or left out with a reason; or the file is said to hold none."""
    other = result.problems or set(result.outcomes) != {"items"} or sorted(map(str, result.skips)) != sorted(
        map(str, whole.skips))  # fmt: skip
    assert accounted(result) >= accounted(whole) or other or made.parser in UNKNOWN, f"without {gone}, an item is gone"


def told_damage(made: casework.Made, content: bytes, result: casework.Result) -> None:
    """A file that breaks off is a problem; where no item is found in it, its outcome says so."""
    if made.source.suffix in {".xml", ".json", ".pb", ".hex"} and made.parser not in UNENDED:
        same = content.rstrip() == content_of(made).rstrip()
        assert same or result.problems or set(result.outcomes) != {"items"}, "it breaks off, and nothing says so"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("parser", OF_ANDROID, ids=lambda parser: parser.id)
def test_every_parser_has_each_kind_and_tells_of_it(parser: Parser, kind: str):
    tried = 0
    for made in MADE[parser.id]:
        whole, binary = run(made, content_of(made)), made.source.suffix == ".sql"
        for gone, content in forms(made, kind):
            tried += 1
            result = run(made, content)
            assert result.outcomes, "every file has an outcome"
            assert "failed" not in result.outcomes, (gone, result.problems)
            if kind == "empty":
                by_name = parser.id in BY_NAME
                assert result.rows == [] or by_name or made.beside(), gone
                said = {"empty", "no such table"} if binary else {"empty"}
                assert said & set(result.outcomes) or by_name, (gone, result.outcomes)
            elif kind == "damaged":
                if gone.startswith("all behind") and not binary and parser.id not in BY_NAME:
                    told_damage(made, content, result)
            elif not binary:
                assert result.rows or set(result.outcomes) != {"items"}, f"without {gone}, nothing tells of it"
                if kind == "a value missing" and made.source.suffix in {".xml", ".json", ".pb"}:
                    told_values(made, gone, result, whole)
            elif plain(result) != plain(whole):
                told_columns(made, gone, result)
    assert tried or not any(map(content_of, MADE[parser.id])), f"no made case of it could be made {kind}"
