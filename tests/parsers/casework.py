"""Runs one parser over one made file, exactly as a case would, and gives what it found.

A case of a parser is two files in `cases/PARSER/`: the input and `NAME.jsonl`. The input is text that a reviewer can
read: `.sql` (becomes a database), `.pb` (JSON pairs of field and value, become a protocol buffer, after the bytes
`head` of the first line; where that says `delimited`, a list of such), `.hex` (bytes with comments), or the file
itself.
The first line of the JSONL says the path on the device; each further line is one expected row, with the values that the
author of the case worked out from the input by hand. Columns that a line does not name are not compared; rows are. Of
`extra` given as an object, its members are compared, others may be there.
"""

from __future__ import annotations

import json
import sqlite3
import struct
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from phonefx.case.plan import Job, Planner
from phonefx.case.runner import run_job
from phonefx.evidence import open_exhibit
from phonefx.parsers.registry import Parser
from phonefx.records import KINDS, PARTS, kind_name

CASES = Path(__file__).resolve().parent / "cases"
NAMES = [kind_name(kind) for kind in (*KINDS, *PARTS)]


@dataclass
class Result:
    """What a parser made of a file: rows of every kind as dicts without empty columns, problems, outcomes, skips."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    skips: list[tuple[Any, str]] = field(default_factory=list)
    accounts: list[tuple[int, int, int]] = field(default_factory=list)

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [row for row in self.rows if row["kind"] == kind]


@dataclass(frozen=True)
class Made:
    """A made case: the input file, its expected rows, its path on the device."""

    parser: str
    source: Path
    expected: Path

    @property
    def about(self) -> dict[str, Any]:
        return json.loads(self.expected.read_text(encoding="utf-8").splitlines()[0])

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.expected.read_text(encoding="utf-8").splitlines()[1:] if line.strip()]

    def content(self) -> bytes:
        text = self.source.read_text(encoding="utf-8")
        if self.source.suffix == ".sql":
            return database(text)
        if self.source.suffix == ".pb":
            return self.encoded(json.loads(text))
        if self.source.suffix == ".hex":
            return bytes.fromhex("".join(line.partition("#")[0] for line in text.splitlines()))
        return text.encode()

    def encoded(self, pairs: list[Any]) -> bytes:
        """Pairs of field and value as a protocol buffer; if `delimited`, a list of such, each with its length."""
        head = bytes.fromhex(self.about.get("head", ""))
        if self.about.get("delimited"):
            return head + b"".join(_varint(len(each)) + each for each in map(protobuf, pairs))
        return head + protobuf(pairs)

    def beside(self) -> dict[str, bytes]:
        """Further files of the case: `{"path": "name of a file in the case's folder"}` in the first line."""
        named = self.about.get("beside", {})
        return {path: Made(self.parser, self.source.with_name(name), self.expected).content()
                for path, name in named.items()}  # fmt: skip


def made_cases() -> list[Made]:
    found = []
    for expected in sorted(CASES.glob("*/*.jsonl")):
        source = next(each for each in expected.parent.glob(f"{expected.stem}.*") if each != expected)
        found.append(Made(expected.parent.name, source, expected))
    return found


@cache
def _by_parser() -> dict[str, list[Made]]:
    found: dict[str, list[Made]] = {}
    for made in made_cases():
        found.setdefault(made.parser, []).append(made)
    return found


def made_cases_of(parser: str) -> list[Made]:
    return _by_parser().get(parser, [])


@lru_cache(maxsize=64)
def database(sql: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.db"
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(sql)
        connection.close()
        return path.read_bytes()


def protobuf(pairs: list[list[Any]]) -> bytes:
    out = bytearray()
    for number, value in pairs:
        if isinstance(value, float):
            out += _varint(number << 3 | 1) + struct.pack("<d", value)
        elif isinstance(value, int):
            out += _varint(number << 3) + _varint(value)
        else:
            raw = value.encode() if isinstance(value, str) else protobuf(value)
            out += _varint(number << 3 | 2) + _varint(len(raw)) + raw
    return bytes(out)


def _varint(value: int) -> bytes:
    value, out = value & (1 << 64) - 1, bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def run(parser: Parser, path: str, content: bytes, beside: dict[str, bytes] | None = None) -> Result:
    """Put the file where it belongs in an extraction of nothing else, and run the parser over it."""
    with tempfile.TemporaryDirectory() as folder:
        root, scratch = Path(folder) / "phone", Path(folder) / "scratch"
        scratch.mkdir()
        for each, data in {**(beside or {}), path: content}.items():
            target = root / each.lstrip("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        result = Result()
        with open_exhibit(root) as exhibit:
            planner = Planner("E1", [parser])
            for entry in exhibit.entries():
                if entry.form == "file":
                    planner.offer(entry)
            for job in planner.jobs():
                shard = run_job(Job(job.exhibit, job.name, (parser.id,), job.files), exhibit, scratch, scratch / "s")
                _read(shard, result)
        return result


def _read(shard: Path, result: Result) -> None:
    connection = sqlite3.connect(shard)
    connection.text_factory = lambda raw: raw.decode("utf-8", "backslashreplace")
    connection.row_factory = sqlite3.Row
    sources = {row["id"]: row for row in connection.execute("SELECT * FROM source")}
    for name in NAMES:
        for row in connection.execute(f"SELECT * FROM {name} ORDER BY rowid"):
            found = {key: row[key] for key in row.keys() if row[key] is not None and "source" not in key}  # noqa: SIM118
            source = sources[row["source"]]
            place = {"state": source["state"], "basis": source["basis"], "table": source["table_name"]}
            result.rows.append({"kind": name, **place, **found})
    result.problems += [tuple(row) for row in connection.execute("SELECT code, message FROM problem")]
    result.outcomes += [row[0] for row in connection.execute("SELECT outcome FROM outcome")]
    result.notes += [row[0] for row in connection.execute("SELECT note FROM outcome")]
    result.skips += [tuple(row) for row in connection.execute("SELECT key, reason FROM skip")]
    result.accounts += [(row["rows_read"], row["records"], row["skipped"]) for row in sources.values()]
    connection.close()


def differences(expected: list[dict[str, Any]], found: list[dict[str, Any]]) -> Iterator[str]:
    """What is expected and not found, found and not expected, or found with other values."""
    left = list(found)
    for row in expected:
        wanted = {key: value for key, value in row.items() if value is not None and not isinstance(value, dict)}
        absent = {key for key, value in row.items() if value is None}
        match = next((each for each in left if wanted.items() <= each.items() and not absent & each.keys()
                      and _within(row.get("extra"), each.get("extra"))), None)  # fmt: skip
        if match is None:
            place = (row["kind"], row.get("key"))
            near: dict[str, Any] = next((each for each in left if (each["kind"], each.get("key")) == place), {})
            wrong = {key: near.get(key) for key in row if near.get(key) != row[key]}
            yield f"expected {json.dumps(row, ensure_ascii=False)}; instead {wrong if near else 'no such row'}"
        else:
            left.remove(match)
    yield from (f"not expected: {json.dumps(row, ensure_ascii=False, default=str)}" for row in left)


def _within(wanted: Any, stored: str | None) -> bool:
    return not isinstance(wanted, dict) or wanted.items() <= json.loads(stored or "{}").items()


def abx(text: bytes) -> bytes:
    """Write the binary form of an XML file."""
    from phonefx.formats import androidxml

    out, pool = bytearray(b"ABX\x00\x10"), dict[str, int]()

    def utf(value: str) -> bytes:
        return struct.pack(">H", len(value.encode())) + value.encode()

    def interned(value: str) -> bytes:
        if value in pool:
            return struct.pack(">H", pool[value])
        pool[value] = len(pool)
        return b"\xff\xff" + utf(value)

    def write(element: androidxml.Element) -> None:
        out.extend(b"\x32" + interned(element.name))
        for name, value in element.attributes.items():
            out.extend(b"\x2f" + interned(name) + utf(value))
        if element.text:
            out.extend(b"\x24" + utf(element.text))
        for child in element.children:
            write(child)
        out.extend(b"\x33" + interned(element.name))

    for root in androidxml.loads(text).roots:
        write(root)
    return bytes(out) + b"\x11"
