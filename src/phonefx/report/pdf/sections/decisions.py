"""What an examiner changed or decided in the case, with its time."""

from __future__ import annotations

from phonefx.report.pdf.blocks import paragraph
from phonefx.report.pdf.book import Book, text
from phonefx.report.pdf.rows import Column, Table

_TABLES = {
    "selection": "SELECT time, 'selection', name, made_by FROM selection ORDER BY id",
    "remark": "SELECT time, 'note', '#' || item, text FROM remark ORDER BY id",
    "people_decision": "SELECT time, 'people: ' || action, key || coalesce(' = ' || value, ''), why"
    " FROM people_decision ORDER BY id",
}


def draw(book: Book) -> None:
    """Draw selections, notes and decisions on people; who made them is the examiner named on the cover."""
    say = book.say
    rows = [row for name, sql in _TABLES.items() if book.has_table(name) for row in book.database.execute(sql)]
    if not rows:
        paragraph(book.sheet, say("No selection, note or decision on people was made in the case."))
        return
    paragraph(book.sheet, say("Made in the case by the examiner named on the cover; the case's audit log has each:"))
    columns = [Column(say("Time"), 2.6), Column(say("What"), 1.8), Column(say("On"), 3), Column(say("How or why"), 4)]
    Table(book.sheet, columns).draw([text(cell) for cell in row] for row in rows)
