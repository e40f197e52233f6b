"""Files with the data of a case: JSON lines, or one CSV for each kind of record."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from phonefx.records import KINDS, columns, kind_name
from phonefx.report.exports.items import EVERY, Row, items
from phonefx.report.maps.partial import whole
from phonefx.report.redaction import Redaction

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_FIRST: Final = ("id", "state", "exhibit", "time", "basis")
_LAST: Final = ("path", "sha256", "table_name", "key", "parser", "version", "parts", "withheld")


def line(item: Row) -> bytes:
    """Give an item as one line of JSON."""
    text = json.dumps(item, ensure_ascii=False, separators=(",", ":"), default=repr)
    return f"{text}\n".encode("utf-8", "replace")


def write_jsonl(
    database: sqlite3.Connection, path: Path, redaction: Redaction, wanted: str = EVERY
) -> Counter[str]:  # fmt: skip
    """Write items as JSON lines; gives the counts by kind."""
    counts: Counter[str] = Counter()
    with whole(path) as partial, partial.open("wb") as file:
        for item in items(database, redaction, wanted):
            counts[item["kind"]] += 1
            file.write(line(item))
    return counts


def write_csv(
    database: sqlite3.Connection, folder: Path, redaction: Redaction, wanted: str = EVERY
) -> Counter[str]:  # fmt: skip
    """Write one CSV file for each kind of record into a folder; gives the counts by kind.

    UTF-8 with a mark, for spreadsheets; a text that a spreadsheet would run as a formula begins with an apostrophe.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    counts: Counter[str] = Counter()
    names = {kind_name(kind): [column.name for column in columns(kind)] for kind in KINDS}
    with ExitStack() as stack:
        writers: dict[str, Any] = {}
        for item in items(database, redaction, wanted):
            kind = item["kind"]
            if kind not in writers:
                partial = stack.enter_context(whole(folder / f"{kind}.csv"))
                file = stack.enter_context(partial.open("w", encoding="utf-8-sig", newline=""))
                writers[kind] = csv.writer(file)
                writers[kind].writerow([*_FIRST, *names[kind], *_LAST])
            counts[kind] += 1
            writers[kind].writerow(_cells(item, names[kind]))
    return counts


def _cells(item: Row, names: Iterable[str]) -> Iterator[object]:
    fields = item.get("fields", {})
    known = {*_FIRST, *_LAST, "kind", "time_us", "stored", "fields"}
    parts = {name: value for name, value in item.items() if name not in known}
    more = {"parts": json.dumps(parts, ensure_ascii=False) if parts else None}
    for source, wanted in ((item, _FIRST), (fields, names), (item | more, _LAST)):
        for name in wanted:
            yield _cell(source.get(name))


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
