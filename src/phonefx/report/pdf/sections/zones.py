"""Changes of time zone and of summer time inside the period of a case."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from phonefx.report.clock import Clock
from phonefx.report.pdf.blocks import bullets, paragraph
from phonefx.report.pdf.book import Book
from phonefx.report.pdf.rows import Column, Table

_HOUR_US: Final = 3_600_000_000
_DAY_US: Final = 24 * _HOUR_US
_MOST: Final = 24
_DATED: Final = ("message", "call", "location")


def draw(book: Book) -> None:
    """Draw the zones that the phones were set to, and each change of summer time of the report's zone."""
    sheet, say, show = book.sheet, book.say, book.clock.show
    _spans(book)
    span = book.period(_DATED, every=True)
    found = list(changes(book.clock, *span)) if span is not None else []
    if not found:
        paragraph(sheet, say("The offset of the zone {zone} did not change inside the period of the records.").format(
            zone=book.clock.name))  # fmt: skip
        return
    paragraph(sheet, say("Changes of the offset of the zone {zone} inside the period of the records:").format(
        zone=book.clock.name))  # fmt: skip
    twice = say("{time}: clocks were set back; the hour before and the hour after show the same time on a clock and"
                " differ in their offset")  # fmt: skip
    once = say("{time}: clocks were set forward")
    bullets(sheet, ((twice if back else once).format(time=show(us)) for us, back in found[:_MOST]))
    if len(found) > _MOST:
        paragraph(sheet, say("and {count} more").format(count=len(found) - _MOST))


def _spans(book: Book) -> None:
    """Draw what the phones were set to: worked out here, whether or not a command wrote `zone_span` before."""
    if not book.has_table("stay"):
        return
    from phonefx.timeline.clocks import zone_spans

    say, show = book.say, book.clock.show
    rows = list(islice(zone_spans(book.database), _MOST))
    columns = [Column(say("Exhibit"), 0.8), Column(say("Zone of the phone"), 2), Column(say("From"), 2.6),
               Column(say("Until"), 2.6), Column(say("What says so"), 3.6)]  # fmt: skip
    if rows:
        Table(book.sheet, columns).draw(
            (row.exhibit, row.zone, show(row.from_us) or say("not known"), show(row.to_us) or say("not known"),
             f"{book.phrase(row.reason)} {book.cite(row.item)}" if row.item else book.phrase(row.reason))
            for row in rows
        )  # fmt: skip


def changes(clock: Clock, first: int, last: int) -> Iterator[tuple[int, bool]]:
    """Give each moment, to the quarter of an hour, at which a zone's offset changes, and whether clocks went back."""
    day = first // _DAY_US * _DAY_US
    before = clock.minutes(day)
    while day < last:
        after = clock.minutes(day + _DAY_US)
        if after != before:
            at = next(us for us in range(day, day + _DAY_US + 1, _HOUR_US // 4) if clock.minutes(us) == after)
            if first <= at <= last:
                yield at, after < before
        day, before = day + _DAY_US, after
