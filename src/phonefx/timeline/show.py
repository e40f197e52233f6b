"""The timeline as rows to show: filtered in SQL, times in a zone with their offset, the examiner's layers between."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from operator import itemgetter
from typing import Any, Final

from phonefx.case import blocks
from phonefx.case.schema import moments_filled, timeline_view
from phonefx.case.store import Case
from phonefx.timeline import tables
from phonefx.timeline.incidents.records import Incident
from phonefx.timeline.sameness.reading import corroboration
from phonefx.timeline.zone import Zone

__all__ = ["COLUMNS", "INCIDENT", "Filter", "Zone", "shown"]

COLUMNS: Final = (
    "item", "time", "basis", "what", "kind", "state", "exhibit", "parser", "who", "name", "text",
    "latitude", "longitude", "accuracy_m", "event", "also",
)  # fmt: skip
"""Degrees and metres are those of a position or visit, as stored.

`event` is the number of the event that several items tell, `also` the other items that tell it."""
_PLACED: Final = {
    kind: f"SELECT latitude, longitude, accuracy_m FROM {kind} WHERE item = ?" for kind in ("location", "visit")
}
_NOWHERE: Final = (None, None, None)
INCIDENT: Final = "incident"
"""The kind of a row that is no item but a report of an examiner's layer, whose name stands under `exhibit`."""

_WHAT: Final = """
CASE WHEN kind = 'message' AND what = 'sent or received'
     THEN coalesce((SELECT m.direction FROM message m WHERE m.item = timeline.item), what)
     WHEN kind = 'call' AND what = 'started'
     THEN (SELECT coalesce(c.direction || ', ', '') || coalesce(c.outcome, what) FROM call c
           WHERE c.item = timeline.item)
     ELSE what END
"""
"""What happened, with the direction where one is stored: outgoing is not yet sent, and no claim that it was."""
_AT_ONCE: Final = 1000
"""Moments that are read first, at least, where no limit is stated."""
_TAKING_PART: Final = (
    "item IN (SELECT item FROM party WHERE role <> 'own'"
    " AND identity IN (SELECT id FROM identity WHERE person IN ({marks})))"
)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows of the timeline to show; an empty field filters nothing. Times are UTC microseconds.

    Attributes:
        person: part of the stored number, address or name.
        persons: numbers of persons that take part as the other side, a recipient, or by a card.
    """

    start: int | None = None
    end: int | None = None
    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    exhibits: tuple[str, ...] = ()
    person: str | None = None
    text: str | None = None
    limit: int | None = None
    persons: tuple[int, ...] = ()

    def where(self) -> tuple[str, list[Any]]:
        """The filter as a SQL condition over the view `timeline`, with its values."""
        terms: list[tuple[str, list[Any]]] = []
        if self.start is not None:
            terms.append(("time_us >= ?", [self.start]))
        if self.end is not None:
            terms.append(("time_us < ?", [self.end]))
        for column, chosen in (("kind", self.kinds), ("state", self.states), ("exhibit", self.exhibits)):
            if chosen:
                terms.append((f"{column} IN ({', '.join('?' * len(chosen))})", list(chosen)))
        if self.person:
            terms.append(("(instr(lower(who), lower(?)) OR instr(lower(name), lower(?)))", [self.person] * 2))
        if self.persons:
            terms.append((_TAKING_PART.format(marks=", ".join("?" * len(self.persons))), list(self.persons)))
        if self.text:
            terms.append(("instr(lower(text), lower(?))", [self.text]))
        condition = " AND ".join(term for term, _ in terms) or "1"
        return condition, [value for _, values in terms for value in values]


def shown(case: Case, wanted: Filter, zone: Zone) -> Generator[tuple[Any, ...]]:
    """Give the rows of the timeline that a filter lets through, in order of time, as `COLUMNS`.

    Reports of incident layers stand between the items, without an item number.
    """
    rows = merge(_items(case, wanted), _reports(case, wanted), key=itemgetter(1))
    for item, us, basis, *rest in islice(rows, wanted.limit):
        event, also = (None, ()) if item is None else corroboration(case.db, item)
        asked = _PLACED.get(rest[1])
        place = case.db.execute(asked, (item,)).fetchone() if asked else _NOWHERE
        yield (item, zone.show(us, basis), basis, *rest, *place, event, also)


def _items(case: Case, wanted: Filter) -> Iterator[tuple[Any, ...]]:
    condition, values = wanted.where()
    limit = "" if wanted.limit is None else f" LIMIT {wanted.limit}"
    filled = moments_filled(case.db)
    windows = blocks.windows(case.db, wanted.limit or _AT_ONCE, start=wanted.start, end=wanted.end)
    for window in [None] if wanted.persons and filled else windows:  # a person's items are looked up one by one
        yield from case.db.execute(
            f"SELECT item, time_us, basis, {_WHAT}, kind, state, exhibit, parser, who, name, text"
            f" FROM ({timeline_view(filled, window)}) timeline WHERE {condition} ORDER BY time_us, item, what{limit}",
            values,
        )


def _reports(case: Case, wanted: Filter) -> Iterator[tuple[Any, ...]]:
    """Give the reports of incident layers, where the filter does not ask for what only items have."""
    if wanted.states or wanted.person or wanted.persons or (wanted.kinds and INCIDENT not in wanted.kinds):
        return
    for row in tables.read(case.db, Incident, "WHERE from_us IS NOT NULL ORDER BY from_us, id"):
        text = " · ".join(each for each in (row.status, row.name, row.detail) if each)
        inside = (wanted.start is None or (row.from_us or 0) >= wanted.start) and (
            wanted.end is None or (row.from_us or 0) < wanted.end
        )
        named = not wanted.exhibits or row.layer in wanted.exhibits
        if inside and named and (wanted.text or "").casefold() in text.casefold():
            yield (None, row.from_us, "utc", "reported", INCIDENT, "examiner", row.layer, "", None, None, text)
