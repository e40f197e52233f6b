"""The exhibits with their digests, how they came, and who had them."""

from __future__ import annotations

import json

from phonefx.report.pdf.blocks import fact_list, heading, paragraph
from phonefx.report.pdf.book import Book, Row, text
from phonefx.report.pdf.rows import Column, Table
from phonefx.report.pdf.sections.integrity import compared_again, verdict
from phonefx.report.pdf.text.faces import BOLD, FIXED

_CONTAINERS = 20
"""Files of an exhibit that a bounded report lists."""


def draw(book: Book) -> None:
    """Draw each exhibit, what was not examined, and the custody record."""
    sheet, say = book.sheet, book.say
    for row in list(book.rows("SELECT * FROM exhibit ORDER BY label")):
        _exhibit(book, row)
    heading(sheet, say("Acquisition"), "acquisition", 1)
    named = (
        (say("Acquired by"), "acquired_by"), (say("When"), "acquired_when"),
        (say("Tool and version"), "acquisition_tool"),
        (say("Level"), "acquisition_level"), (say("Lock state"), "lock_state"), (say("Condition"), "device_condition"),
        (say("Received from"), "received_from"), (say("Seal"), "seal"),
    )  # fmt: skip
    fact_list(sheet, [(label, book.fact(name)) for label, name in named])
    heading(sheet, say("Received and not examined"), "not-examined", 1)
    paragraph(sheet, book.fact("not_examined"))
    heading(sheet, say("Chain of custody"), "custody", 1)
    custody = book.options.facts.get("custody")
    paragraph(sheet, book.fact("custody") if custody else say("No custody record was supplied to the software."))
    paragraph(sheet, say("The exhibits were opened for reading only. Their digests can be computed again"
                         " at any time with"
                         " “phonefx verify”, which compares them with those printed here."))  # fmt: skip


def _exhibit(book: Book, row: Row) -> None:
    sheet, say = book.sheet, book.say
    heading(sheet, say("Exhibit {label}").format(label=row["label"]), f"exhibit-{row['label']}", 1)
    facts = [
        (say("Name"), text(row["name"])), (say("Kind"), say(text(row["kind"]))),
        (say("Size in bytes"), f"{row['size'] or 0:,}"),
        (say("Files inside"), f"{row['files'] or 0:,}"), (say("SHA-256"), text(row["sha256"]) or say("not recorded")),
        (say("Compared"), verdict(book, row["label"], row["sha256"])),
        (say("After processing"), compared_again(book, row["label"])),
    ]  # fmt: skip
    fact_list(sheet, [*facts, *_stated(row.get("facts"))])
    count = book.one("SELECT count(*) FROM container WHERE exhibit = ?", row["id"])
    if count < 2:
        return
    paragraph(sheet, say("The digest above is computed over the list of the files' own digests, sorted by name."))
    shown = count if book.options.preset == "full" else min(count, _CONTAINERS)
    paragraph(sheet, say("{shown} of {count} files").format(shown=shown, count=count), base=BOLD, after=2)
    files = book.database.execute(
        "SELECT path, size, sha256 FROM container WHERE exhibit = ? ORDER BY path LIMIT ?", (row["id"], shown)
    )
    columns = [Column(say("File, SHA-256"), 9, FIXED), Column(say("Bytes"), 1, to_right=True)]
    Table(sheet, columns, 7).draw((f"{text(path)}\n{text(sha256)}", f"{size or 0:,}") for path, size, sha256 in files)


def _stated(facts: str | None) -> list[tuple[str, str]]:
    """Give what the extraction says of itself."""
    stated = json.loads(facts) if facts else {}
    return [(str(name), text(value)) for name, value in sorted(stated.items())] if isinstance(stated, dict) else []
