"""Items as data: every stored field with where it comes from, as the profile of redaction lets it be seen."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, Final

from phonefx.records import KINDS, PARTS, kind_name
from phonefx.report.redaction import Redaction
from phonefx.times import iso

Row = dict[str, Any]
EVERY: Final = "SELECT id AS item FROM item"
"""SQL of the items of a whole case; a part of it is any SELECT with a column `item`."""
_PROVENANCE: Final = (
    "id", "kind", "state", "time_us", "basis", "exhibit", "path", "stored", "sha256", "table_name", "key",
    "parser", "version",
)  # fmt: skip
_CHUNK: Final = 500
_POSITION: Final = ("latitude", "longitude")
_TELLING: Final = frozenset({*_POSITION, "place", "extra", "altitude_m", "speed_mps", "course_deg"})


def items(database: sqlite3.Connection, redaction: Redaction, wanted: str = EVERY) -> Iterator[Row]:
    """Give items in order of their numbers; one that is withheld has its number, kind and the reason alone."""
    between = "BETWEEN ? AND ?"
    within = between if wanted == EVERY else f"IN (SELECT item FROM ({wanted}) WHERE item {between})"
    for span in _chunks(database, wanted):
        fields: dict[int, Row] = {}
        parts: dict[int, dict[str, list[Row]]] = {}
        for kind in KINDS:
            asked = f"SELECT * FROM {kind_name(kind)} WHERE item {within}"
            fields.update(_stored(database, asked, span, ("source", "key", "time_us")))
        for part in PARTS:
            name = kind_name(part)
            asked = (
                f"SELECT p.*, nullif(s.state, 'live') AS state FROM {name} p LEFT JOIN source s ON s.id = p.source"
                f" WHERE p.item {within} ORDER BY p.item, p.rowid"
            )
            for item, stored in _stored(database, asked, span, ("source",)):
                parts.setdefault(item, {}).setdefault(name, []).append(stored)
        asked = f"SELECT {', '.join(_PROVENANCE)} FROM item WHERE id {within} ORDER BY id"
        for row in _rows(database, asked, span):
            yield _told(redaction, row, fields.get(row["id"], {}), parts.get(row["id"], {}))


def _chunks(database: sqlite3.Connection, wanted: str) -> list[tuple[int, int]]:
    """Give the first and last number of each few hundred items of a SELECT with a column `item`."""
    numbered = f"SELECT item, (row_number() OVER (ORDER BY item) - 1) / {_CHUNK} AS chunk FROM ({wanted})"
    return database.execute(f"SELECT min(item), max(item) FROM ({numbered}) GROUP BY chunk ORDER BY 1").fetchall()


def _rows(database: sqlite3.Connection, sql: str, values: tuple[int, int]) -> Iterator[Row]:
    """Give rows with what JSON can hold: bytes in hex."""
    cursor = database.execute(sql, values)
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield {name: value.hex() if isinstance(value, bytes) else value for name, value in zip(names, row, strict=True)}


def _stored(
    database: sqlite3.Connection, sql: str, values: tuple[int, int], apart: Sequence[str]
) -> Iterator[tuple[int, Row]]:
    """Give the item of each row and its other columns, as far as they hold something, without some."""
    cursor = database.execute(sql, values)
    names = [column[0] for column in cursor.description]
    for row in cursor:
        told: Row = {
            name: value.hex() if isinstance(value, bytes) else value
            for name, value in zip(names, row, strict=True) if value is not None
        }  # fmt: skip
        for name in apart:
            told.pop(name, None)
        yield told.pop("item"), told


def _told(redaction: Redaction, row: Row, fields: Row, parts: dict[str, list[Row]]) -> Row:
    reason = redaction.reasons.get(row["id"])
    if reason is not None:
        return {"id": row["id"], "kind": row["kind"], "exhibit": redaction.cell(row["exhibit"]), "withheld": reason}
    row["time"] = iso(row["time_us"]) if row["basis"] == "utc" else None
    if "latitude" in fields and redaction.moves_places:
        fields = _placed(redaction, fields)
    told = row | {"fields": fields} | parts
    return told if redaction.is_empty else redaction.cell(told)


def _placed(redaction: Redaction, fields: Row) -> Row:
    place = fields.get("latitude"), fields.get("longitude")
    kept = None
    if isinstance(place[0], int | float) and isinstance(place[1], int | float):
        kept = redaction.position(place[0], place[1])
    rest = {name: value for name, value in fields.items() if name not in _TELLING}
    if kept and redaction.spread_m:
        rest["accuracy_m"] = redaction.radius(rest.get("accuracy_m"))
    return rest | (dict(zip(_POSITION, kept, strict=True)) if kept else {})
