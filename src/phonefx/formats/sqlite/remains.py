"""Tables that were dropped: their CREATE statements in what is left of `sqlite_schema`."""

from __future__ import annotations

from phonefx.formats.sqlite import database as db
from phonefx.formats.sqlite import record, schema, trees
from phonefx.formats.sqlite.database import Database
from phonefx.formats.sqlite.found import Grade
from phonefx.formats.sqlite.harvest import Harvester
from phonefx.formats.sqlite.images import Image, images
from phonefx.formats.sqlite.learn import SAMPLE_LEAVES
from phonefx.formats.sqlite.model import RowModel
from phonefx.formats.sqlite.schema import SCHEMA_TABLE, Table
from phonefx.formats.sqlite.shape import Shape

MAX_DROPPED = 200
_KINDS = ("table", "index", "view", "trigger")


def dropped_tables(database: Database) -> list[Table]:
    """List the tables that no longer exist but whose statement is still in the bytes, without repeats."""
    live = {(table.name.lower(), _names(table)) for table in database.tables}
    found: list[Table] = []
    needle = "CREATE".encode(database.header.text.codec)
    shape = schema_shape(database)
    harvester = Harvester(database, [shape])
    for image in images(database):
        if needle not in image.data:
            continue
        for row in _rows(database, harvester, image):
            kind, name, _table, root, sql = row
            table = schema.read_table(name, root, sql, dropped=True) if kind == "table" and root > 0 else None
            if table is not None and (table.name.lower(), _names(table)) not in live:
                live.add((table.name.lower(), _names(table)))
                found.append(table)
                if len(found) >= MAX_DROPPED:
                    return found
    return found


def _names(table: Table) -> tuple[str, ...]:
    return tuple(column.name.lower() for column in table.columns)


def schema_shape(database: Database) -> Shape:
    """Learn what the rows of `sqlite_schema` look like."""
    model = RowModel(SCHEMA_TABLE)
    for row in db.schema_rows(database.live, database.usable, database.header.text):
        types = tuple(_serial(value, database.header.text) for value in row)
        model.learn(types, row)
        if model.rows >= SAMPLE_LEAVES:
            break
    model.first_types.update({13 + 2 * len(word.encode(database.header.text.codec)): 1 for word in _KINDS})
    return Shape(SCHEMA_TABLE, lambda _: model, -1)


def _serial(value: str | int, text: record.Text) -> int:
    return 1 if isinstance(value, int) else 13 + 2 * len(value.encode(text.codec, "surrogatepass"))


def _rows(database: Database, harvester: Harvester, image: Image) -> list[db.SchemaRow]:
    rows = []
    for found, _kind in harvester.rows(image):
        body = image.data[found.body : found.body + found.local]
        if found.overflow and found.cut is None:
            needed = record.body_size(found.types) - found.local
            body += b"".join(part for _, part in trees.chain(image.view, found.overflow, needed, database.usable))
        if found.grade >= Grade.CLOBBERED and len(body) >= record.body_size(found.types):
            row = db.schema_row(record.write_header(found.types) + body, database.header.text)
            if row is not None:
                rows.append(row)
    return rows
