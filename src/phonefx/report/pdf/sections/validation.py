"""On which public data the parsers used here are checked, each time the software is tested."""

from __future__ import annotations

from phonefx.parsers.registry import parser_of
from phonefx.records import PARTS, kind_name
from phonefx.report.pdf.blocks import paragraph
from phonefx.report.pdf.book import Book, text
from phonefx.report.pdf.rows import Column, Table

_PRESENT = f"state = 'live' AND kind NOT IN ({', '.join(repr(kind_name(each)) for each in PARTS)})"
"""What the figures of the public images count: items, not their parts, and nothing recovered."""


def draw(book: Book) -> None:
    """Draw each parser that gave items, with the images it is tested on and how many items it finds there."""
    say = book.say
    paragraph(book.sheet, say(
        "Every parser is tested on made data, also damaged, with each release. Those below were used in this case;"
        " where a public image is named, the tests also compare the number of items present that are found in it."
        " This is no error rate, and a laboratory validates for itself."
    ))  # fmt: skip
    rows = book.database.execute(
        f"SELECT parser, version, sum(CASE WHEN {_PRESENT} THEN records - outside ELSE 0 END) FROM source"
        " GROUP BY 1, 2 ORDER BY 1, 2"
    ).fetchall()
    columns = [Column(say("Parser"), 3.4), Column(say("Version"), 1), Column(say("Present here"), 1.3, to_right=True),
               Column(say("Public images, and items present in the tests"), 5)]  # fmt: skip
    tested = {name: _tested(parser_of(name)) for name, _version, _count in rows}
    if any(tested.values()):
        Table(book.sheet, columns).draw(
            (text(name), text(version), text(count), tested[name]) for name, version, count in rows if tested[name]
        )
    rest = [f"{name} {version} ({count})" for name, version, count in rows if not tested[name]]
    if rest:
        said = say("Tested on made data alone, with the items present here: {names}.")
        paragraph(book.sheet, said.format(names=", ".join(rest)), size=8)


def _tested(parser: object) -> str:
    tested = getattr(parser, "tested", None) or {}
    return ", ".join(f"{image}: {count}" for image, count in sorted(tested.items()))
