"""The entries of the address books."""

from __future__ import annotations

from collections.abc import Iterator

from phonefx.report.pdf.blocks import note, paragraph
from phonefx.report.pdf.book import Book, text
from phonefx.report.pdf.rows import Column, Table
from phonefx.report.pdf.sections.naming import state_word

_CONTACTS = """
SELECT c.item, i.exhibit, i.state, c.name, c.nickname, c.organisation, c.note, c.account, c.role
FROM contact c JOIN origin i ON i.source = c.source WHERE i.state <> 'superseded'{only}
ORDER BY i.exhibit, c.name IS NULL, c.name COLLATE NOCASE, c.item LIMIT ?
"""
_PLAIN_ROLE = "contact"
_POINTS = """
SELECT p.type, p.label, p.value, CASE WHEN max(coalesce(s.state, 'live') = 'live') THEN 'live' ELSE min(s.state) END
FROM contact_point p LEFT JOIN source s ON s.id = p.source
WHERE p.item = ?1 AND NOT (p.type = 'name' AND p.value IS (SELECT name FROM contact WHERE item = ?1))
GROUP BY 1, 2, 3 ORDER BY p.type, p.value
"""


def draw(book: Book) -> None:
    """Draw the address books."""
    sheet, say = book.sheet, book.say
    only = book.only("c.item")
    whole = book.count("contact")
    shown = whole if book.options.limit is None else min(whole, book.options.limit)
    paragraph(sheet, say("{shown} of {whole} entries, by exhibit and name.").format(shown=shown, whole=whole))
    if not shown:
        return
    note(sheet, say("Names are as saved on the phone of the exhibit; that a name is saved with a number"
                    " does not show whose"
                    " number it is. The same name in two address books need not be the same person."))  # fmt: skip
    columns = [Column(say("Name"), 3), Column(say("Numbers and addresses"), 4.2), Column(say("Further details"), 2.6),
               Column(say("Exhibit"), 0.9), Column(say("Item"), 0.9)]  # fmt: skip
    Table(sheet, columns).draw(_rows(book, _CONTACTS.format(only=only), shown))


def _rows(book: Book, sql: str, count: int) -> Iterator[tuple[str, ...]]:
    for item, exhibit, state, name, *details in book.database.execute(sql, (count,)):
        points = "\n".join(
            f"{text(value)} ({', '.join(filter(None, (text(kind), text(label), state_word(book, its))))})"
            for kind, label, value, its in book.database.execute(_POINTS, (item,))
        )
        named = ", ".join(filter(None, (text(name), state_word(book, state))))
        more = "; ".join(said for said in map(text, details) if said and said != _PLAIN_ROLE)
        hidden = book.withheld(item)
        yield (hidden or named, "" if hidden else points, "" if hidden else more, exhibit, book.cite(item))
