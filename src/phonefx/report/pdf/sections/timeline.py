"""The timeline: every dated moment of every item, oldest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from phonefx.case import blocks
from phonefx.case.schema import OWN, moments_filled, timeline_view
from phonefx.report.pdf.blocks import note, paragraph
from phonefx.report.pdf.book import Book, text
from phonefx.report.pdf.rows import Column, Table
from phonefx.report.pdf.sections.messages import unsaid
from phonefx.report.pdf.sections.naming import code_word, kind_word, one_word, state_word
from phonefx.report.pdf.sections.places import placed


def _(text: str) -> str:
    return text


_APART = ("event", "location", "network", "app")
"""Kinds that come in thousands; a bounded report counts them here and lists them in the data."""

_LONGEST = {"bounded": 400, "further": 60, "web_visit": 120}
"""Characters of a text: in a bounded report, and at a further moment of an item that has a time of its own."""

_PLACED = ("location", "visit")

_AT_ONCE = 5_000
"""Moments that are read first, at least, where all are printed."""

_SPARED = 40
"""Characters that are not worth the words which would stand for them."""

_EITHER = _("sent or received")
"""The moment of a message, told by its direction where that is stored: outgoing is not yet sent."""

_ROWS = """
SELECT item, time_us, what, kind, state, basis, exhibit, who, name, text,
       CASE kind {further} END,
       CASE kind WHEN 'message' THEN (SELECT m.direction FROM message m WHERE m.item = timeline.item)
                 WHEN 'call' THEN (SELECT c.direction FROM call c WHERE c.item = timeline.item) END
FROM ({timeline}) timeline WHERE 1{only}
ORDER BY time_us {order}, item {order}, what {order} LIMIT ?
"""
_FURTHER = " ".join(
    f"WHEN '{kind}' THEN (SELECT k.time_us <> timeline.time_us FROM {table} k WHERE k.item = timeline.item)"
    for kind, table in OWN.items()
)
"""Whether a moment is one beside the item's own time."""


def draw(book: Book) -> None:
    """Draw the timeline, or say how much of it is not printed."""
    sheet, say, limit = book.sheet, book.say, book.options.limit
    counts = _counts(book)
    whole = sum(counts.values())
    listed = sum(count for kind, count in counts.items() if limit is None or kind not in _APART)
    shown = listed if limit is None else min(limit, listed)
    paragraph(
        sheet, say("{shown} of {whole} moments, sorted by time, then by item number.").format(shown=shown, whole=whole)
    )
    if limit is not None and whole > listed:
        names = ", ".join(kind_word(book, kind) for kind in _APART)
        note(sheet, say("Not printed here because there are many of them: {names}. The data that"
                        " accompanies this report"
                        " lists them all.").format(names=names))  # fmt: skip
    if shown < listed:
        note(sheet, say("The latest {shown} are printed; the earlier ones are in the data that"
                        " accompanies this report.")
             .format(shown=shown))  # fmt: skip
    if shown:
        several = book.one("SELECT count(*) > 1 FROM exhibit")
        titles = [Column(say("Time"), 2.75), *([Column(say("Exhibit"), 0.95)] if several else []),
                  Column(say("Record"), 2), Column(say("Who or what"), 2.8), Column(say("Text"), 4),
                  Column(say("Item"), 0.9)]  # fmt: skip
        Table(sheet, titles).draw(_joined(_rows(book, shown, limit is not None)))
    _undated(book)


def _counts(book: Book) -> dict[str, int]:
    """Count the moments by kind."""
    if book.options.selection.is_empty:
        return blocks.counts(book.database)
    asked = f"SELECT kind, count(*) FROM timeline WHERE 1{book.only('item')} GROUP BY kind"
    return dict(book.database.execute(asked).fetchall())


def _joined(rows: Iterator[_Moment]) -> Iterator[tuple[str, ...]]:
    """Join what happened to one item at one moment into one row."""
    last: _Moment | None = None
    for row in rows:
        if last is not None and (last.place, last.time) == (row.place, row.time):
            same = row.what == last.what or row.what.startswith(f"{last.what}, ")
            told = row.what if same else f"{last.what}; {row.what}"
            last = row._replace(what=told, text=max(last.text, row.text, key=len))
            continue
        if last is not None:
            yield last.cells()
        last = row
    if last is not None:
        yield last.cells()


class _Moment(NamedTuple):
    """One row before it is drawn."""

    place: int
    time: str
    exhibit: str
    word: str
    what: str
    who: str
    text: str
    cited: str

    def cells(self) -> tuple[str, ...]:
        """Give what stands in the columns."""
        where = (self.exhibit,) if self.exhibit else ()
        return self.time, *where, f"{self.word}: {self.what}", self.who, self.text, self.cited


def _read(book: Book, count: int, latest: bool) -> Iterator[tuple[Any, ...]]:
    """Give the first moments, or the latest of what a bounded report lists, the latest first."""
    filled, only = moments_filled(book.database), book.only("item")
    kinds = {kind: moments for kind, moments in filled.items() if not latest or kind not in _APART}
    windows = blocks.windows(book.database, count if latest else _AT_ONCE, kinds=kinds, latest=latest)
    for window in [None] if only and kinds else windows:
        timeline, order = timeline_view(kinds, window), "DESC" if latest else "ASC"
        yield from book.database.execute(_ROWS.format(further=_FURTHER, timeline=timeline, only=only, order=order),
                                         (count,))  # fmt: skip


def _rows(book: Book, count: int, latest: bool) -> Iterator[_Moment]:
    cursor = islice(_read(book, count, latest), count)
    show, cite, say = book.clock.show, book.cite, book.say
    several = book.one("SELECT count(*) > 1 FROM exhibit")
    rows = reversed([*cursor]) if latest else cursor
    for item, us, what, kind, state, basis, exhibit, who, name, said, further, way in rows:
        longest = _LONGEST["further"] if further else _LONGEST.get(kind, _LONGEST["bounded"]) if latest else None
        shown = book.withheld(item) or _cut(book, _told(book, item, kind, text(said)), longest)
        word = one_word(book, kind) if state == "live" else f"{one_word(book, kind)} ({state_word(book, state)})"
        if kind == "message":
            told = code_word(book, way) if way and what == _EITHER else say(what)
        else:
            told = _said(book, what, way)
        where = exhibit if several else ""
        yield _Moment(item, show(us, basis), where, word, told, book.who(who, name), shown, cite(item))


def _told(book: Book, item: int, kind: str, said: str) -> str:
    """Give the text of an item; of a position where it is, of a message without words what else it holds."""
    if kind in _PLACED:
        return placed(book, item, kind)
    return said or (unsaid(book, item) if kind == "message" else "")


def _said(book: Book, what: str, way: str | None) -> str:
    return f"{code_word(book, way)}, {book.say(what)}" if way else book.say(what)


def _cut(book: Book, said: str, longest: int | None) -> str:
    """Cut a text where a reader can find the rest under its item number, and say so."""
    if longest is None or len(said) <= longest + _SPARED:
        return said
    return book.say("{start} […{count} more characters]").format(
        start=book.sheet.set.clean(said)[:longest], count=len(said) - longest
    )


def _undated(book: Book) -> None:
    rows: Counter[str] = Counter()
    for each in book.counts():
        rows[each.kind] += each.items - each.dated
    said = ", ".join(f"{kind_word(book, kind)}: {count}" for kind, count in sorted((+rows).items()))
    said = said or book.say("none")
    paragraph(book.sheet, book.say("Records without a time of their own: {said}").format(said=said))
