"""The items that a report cites, as data: one JSON object a line, redacted as the report is."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from typing import Any, Final

from phonefx.records import KINDS, PARTS, kind_name
from phonefx.report.pdf.archive import Attachment
from phonefx.report.pdf.book import Book, Row
from phonefx.times import iso

NAME: Final = "items.jsonl"
_PROVENANCE: Final = (
    "id", "kind", "state", "time_us", "basis", "exhibit", "path", "stored", "sha256", "table_name", "key",
    "parser", "version",
)  # fmt: skip
_CITED: Final = "{} IN (SELECT item FROM cited WHERE item BETWEEN ? AND ?)"
_CHUNK: Final = 500
_POSITION: Final = ("latitude", "longitude")


def cited_data(book: Book) -> Attachment:
    """Give the cited items (the temporary table `cited`) as a file to attach."""
    digest, packer, packed, size = hashlib.sha256(), zlib.compressobj(9), [], 0
    for item in _items(book):
        line = (json.dumps(item, ensure_ascii=False, separators=(",", ":"), default=repr) + "\n").encode(
            "utf-8", "replace"
        )
        digest.update(line)
        size += len(line)
        packed.append(packer.compress(line))
    packed.append(packer.flush())
    about = book.say("The items that this report cites, one JSON object a line")
    return Attachment(NAME, "application/x-ndjson", about, b"".join(packed), size, digest.hexdigest())


def _items(book: Book) -> Iterator[Row]:
    last = book.one("SELECT max(item) FROM cited") or 0
    for first in range(0, last + 1, _CHUNK):
        span = (first, first + _CHUNK - 1)
        fields: dict[int, Row] = {}
        for kind in KINDS:
            name = kind_name(kind)
            for row in book.rows(
                f"SELECT * FROM {name} WHERE item IN (SELECT item FROM cited WHERE item BETWEEN ? AND ?)", *span
            ):
                fields[row["item"]] = _stored(row)
        parts = _parts(book, span)
        for row in book.rows(
            f"SELECT {', '.join(_PROVENANCE)} FROM item WHERE {_CITED.format('id')} ORDER BY id", *span
        ):
            yield _told(book, row, fields.get(row["id"], {}), parts.get(row["id"], {}))


def _parts(book: Book, span: tuple[int, int]) -> dict[int, dict[str, list[Row]]]:
    found: dict[int, dict[str, list[Row]]] = {}
    for part in PARTS:
        name = kind_name(part)
        for row in book.rows(f"SELECT * FROM {name} WHERE {_CITED.format('item')} ORDER BY item, rowid", *span):
            found.setdefault(row["item"], {}).setdefault(name, []).append(_stored(row))
    return found


def _stored(row: Row) -> Row:
    return {name: value for name, value in row.items() if value is not None and name not in {"item", "source"}}


def _told(book: Book, row: Row, fields: Row, parts: dict[str, list[Row]]) -> Row:
    hidden = book.withheld(row["id"])
    if hidden:
        return {"id": row["id"], "kind": row["kind"], "exhibit": row["exhibit"], "withheld": hidden}
    row["time"] = iso(row["time_us"]) if row["basis"] == "utc" else None
    if "latitude" in fields:
        fields = _placed(book, fields)
    told: Row = _clean(book, row | {"fields": fields} | parts)
    return told


def _placed(book: Book, fields: Row) -> Row:
    place = fields.get("latitude"), fields.get("longitude")
    if book.options.redaction.place_decimals is None:
        return fields
    kept = None
    if isinstance(place[0], int | float) and isinstance(place[1], int | float):
        kept = book.options.redaction.position(place[0], place[1])
    rest = {name: value for name, value in fields.items() if name not in {*_POSITION, "place", "extra"}}
    return rest | (dict(zip(_POSITION, kept, strict=True)) if kept else {})


def _clean(book: Book, value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Redact every text, and numbers that are protected ones; nothing here is deeper than three levels."""
    if isinstance(value, dict):
        return {name: _clean(book, each) for name, each in value.items()}
    if isinstance(value, list):
        return [_clean(book, each) for each in value]
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, str):
        return book.options.redaction.clean(value)
    if isinstance(value, int) and not isinstance(value, bool):
        cleaned = book.options.redaction.clean(str(value))
        return value if cleaned == str(value) else cleaned
    return value
