"""Where each item that the report cites comes from, down to the row."""

from __future__ import annotations

import json
from collections.abc import Iterator

from phonefx.case.schema import places
from phonefx.records import KINDS, columns, kind_name
from phonefx.report.pdf.attached import cited_data
from phonefx.report.pdf.blocks import fact_list, heading, paragraph
from phonefx.report.pdf.book import Book, text
from phonefx.report.pdf.rows import Column, Table
from phonefx.report.pdf.sections.naming import one_word

_SOURCE_HEIGHT = 46.0
_SOURCE = """
SELECT s.id, e.label, f.path, f.stored, f.sha256, s.parser, s.version, s.table_name, s.state, s.basis, s.decoding
FROM source s JOIN file f ON f.id = s.file JOIN exhibit e ON e.id = f.exhibit WHERE s.id IN (SELECT source FROM
cited_source)
ORDER BY s.id
"""


def draw(book: Book) -> None:
    """Draw the sources, then one row for each cited item."""
    sheet, say, database = book.sheet, book.say, book.database
    database.execute("CREATE TEMP TABLE IF NOT EXISTS cited(item INTEGER PRIMARY KEY)")
    database.execute("DELETE FROM cited")
    database.executemany("INSERT OR IGNORE INTO cited VALUES (?)", ((item,) for item in book.cited))
    database.execute("DROP TABLE IF EXISTS temp.cited_source")
    database.execute(f"CREATE TEMP TABLE cited_source AS SELECT DISTINCT source FROM ({places('cited')})")
    paragraph(
        sheet, say("Items cited in this report: {count}.").format(count=book.one("SELECT count(*) FROM cited"))
    )
    heading(sheet, say("Sources"), "sources", 1)
    for row in database.execute(_SOURCE).fetchall():
        _source(book, row)
    heading(sheet, say("Items"), "items", 1)
    columns_ = [Column(say("Item"), 1, to_right=True), Column(say("Kind"), 2), Column(say("Source"), 1),
                Column(say("Row key or offset"), 3), Column(say("Time as stored"), 3)]  # fmt: skip
    Table(sheet, columns_, 7).draw(_items(book))
    attachment = cited_data(book)
    sheet.attachments.append(attachment)
    heading(sheet, say("Attached data"), "attached", 1)
    paragraph(sheet, say("The same items are attached to this file with all their stored fields."))
    fact_list(
        sheet, [(say("File"), attachment.name), (say("Bytes"), f"{attachment.size:,}"), ("SHA-256", attachment.sha256)]
    )


def _source(book: Book, row: tuple[object, ...]) -> None:
    say = book.say
    number, exhibit, path, stored, sha256, parser, version, table, state, basis, decoding = map(text, row)
    same = not stored or path.lstrip("/") == stored.lstrip("/")
    place = path if same else f"{path}\n{say('inside the exhibit: {path}').format(path=stored)}"
    book.sheet.room(_SOURCE_HEIGHT)
    fact_list(book.sheet, [
        (f"S{number}", f"{exhibit} · {place}"), ("SHA-256", sha256),
        (say("table and state"), " · ".join(filter(None, (table, state)))),
        (say("parser, times"), " · ".join(filter(None, (f"{parser} {version}", _encodings(decoding), basis)))),
    ], label=90, size=7.5)  # fmt: skip


def _encodings(decoding: str) -> str:
    """Say how the times of a source are stored, as `time: unix_ms`."""
    named = json.loads(decoding) if decoding.startswith("{") else decoding
    return ", ".join(f"{name}: {form}" for name, form in named.items()) if isinstance(named, dict) else decoding


def _items(book: Book) -> Iterator[tuple[str, ...]]:
    raw = " ".join(
        f"WHEN '{kind_name(kind)}' THEN (SELECT k.time_raw FROM {kind_name(kind)} k WHERE k.item = e.item)"
        for kind in KINDS if any(column.name == "time_raw" for column in columns(kind))
    )  # fmt: skip
    sql = (
        f"SELECT e.item, s.kind, s.id, e.key, CASE s.kind {raw} END FROM ({places('cited')}) e"
        " CROSS JOIN source s ON s.id = e.source ORDER BY e.item"
    )
    for item, kind, source, key, stored in book.database.execute(sql):
        yield f"#{item}", one_word(book, kind), f"S{source}", text(key), text(stored)
