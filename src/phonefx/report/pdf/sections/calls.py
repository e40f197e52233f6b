"""Calls and attempts at calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from phonefx.case import blocks
from phonefx.case.schema import between
from phonefx.report.pdf.blocks import note, paragraph
from phonefx.report.pdf.book import Book, measure, text
from phonefx.report.pdf.rows import Column, Table
from phonefx.report.pdf.sections.naming import code_word, state_word

_Call = tuple[Any, ...]
_CALLS = """
SELECT c.item, c.time_us, i.basis, i.state, i.exhibit, c.direction, c.outcome, c.service,
       c.duration_s, c.counterpart, c.counterpart_name, c.transcription
FROM {calls} JOIN origin i ON i.source = c.source WHERE i.state <> 'superseded'{only}
ORDER BY c.time_us {order}, c.item {order} LIMIT ?
"""
_UNDATED = " AND c.time_us IS NULL"


def draw(book: Book) -> None:
    """Draw the call list."""
    sheet, say = book.sheet, book.say
    whole = book.count("call")
    shown = whole if book.options.limit is None else min(whole, book.options.limit)
    told = say("{shown} of {whole} calls, oldest first.") if shown == whole else say(
        "The latest {shown} of {whole} calls, oldest first.")  # fmt: skip
    paragraph(sheet, told.format(shown=shown, whole=whole))
    if not shown:
        return
    note(sheet, say("The direction is as seen from the phone of the exhibit. The duration is the time"
                    " connected, where the"
                    " phone stores it; ringing is not part of it."))  # fmt: skip
    columns = [Column(say("Started"), 2.75), Column(say("Exhibit"), 0.95), Column(say("Direction and outcome"), 2.2),
               Column(say("Number or account"), 3.6), Column(say("Seconds"), 0.9, to_right=True),
               Column(say("Service"), 1.4), Column(say("Item"), 0.9)]  # fmt: skip
    Table(sheet, columns).draw(_rows(book, _every(book) if shown == whole else _latest(book, shown)))


def _every(book: Book) -> Iterator[_Call]:
    yield from book.database.execute(_CALLS.format(calls="call c", only=book.only("c.item"), order="ASC"), (-1,))


def _latest(book: Book, count: int) -> Iterator[_Call]:
    """Give the latest calls in order of time, those without one first."""
    only = book.only("c.item")
    parts = [("call c", only)]
    if not only:
        windows = blocks.windows(book.database, count, kinds=("call",), latest=True)
        parts = [(between("call", *window, name="c"), "") for window in windows] + [("call c", _UNDATED)]
    found: list[_Call] = []
    for calls, which in parts:
        if len(found) < count:
            asked = _CALLS.format(calls=calls, only=which, order="DESC")
            found += book.database.execute(asked, (count - len(found),))
    yield from reversed(found)


def _rows(book: Book, calls: Iterable[_Call]) -> Iterator[tuple[str, ...]]:
    for (
        item,
        us,
        basis,
        state,
        exhibit,
        direction,
        outcome,
        service,
        duration,
        who,
        name,
        said,
    ) in calls:
        what = ", ".join(filter(None, (code_word(book, direction), code_word(book, outcome), state_word(book, state))))
        party = book.withheld(item) or book.who(who, name)
        spoken = f"{party}\n{said}" if said and not book.withheld(item) else party
        yield (
            book.clock.show(us, basis),
            exhibit,
            what,
            spoken,
            measure(duration),
            book.phrase(text(service)),
            book.cite(item),
        )
