"""The positions of a phone that its map in the report shows: all of them, or of many every so many in order of time."""

from __future__ import annotations

import sqlite3
from itertools import chain
from typing import Any, Final

from phonefx.records import DEVICE_POSITIONS
from phonefx.report.maps.marks import Position
from phonefx.report.maps.movement import GAP_US
from phonefx.report.pdf.book import Book
from phonefx.report.pdf.located import of_device
from phonefx.timeline.movement import USED, movements

WHOLE: Final = 5_000
"""Up to so many positions the map shows all."""
SHOWN: Final = 2_000
"""About so many it shows of more: on a page no more can be told apart."""
_KEPT: Final = """
i.exhibit = :exhibit AND i.state <> 'superseded' AND i.basis = 'utc'
AND typeof(l.latitude) IN ('real', 'integer') AND typeof(l.longitude) IN ('real', 'integer')
"""
_EVERY: Final = """
WITH RECURSIVE asked(seq) AS (SELECT :low UNION ALL SELECT seq + :every FROM asked WHERE seq + :every <= :high)
"""
_TRACK_ROWS: Final = f"""
{_EVERY} SELECT l.latitude, l.longitude, l.time_us, l.accuracy_m, l.evidence_of, l.item, t.mark, t.seq
FROM asked a CROSS JOIN track t ON t.seq = a.seq CROSS JOIN location l ON l.item = t.item
     CROSS JOIN origin i ON i.source = l.source
WHERE {_KEPT} ORDER BY t.seq
"""
_OTHERS: Final = f"""
SELECT l.item FROM location l JOIN origin i ON i.source = l.source
WHERE {_KEPT} AND {{where}} ORDER BY l.time_us IS NULL, l.time_us, l.item
"""
_OTHER_ROWS: Final = """
SELECT l.latitude, l.longitude, l.time_us, l.accuracy_m, l.evidence_of, l.item, '', 0
FROM location l JOIN origin i ON i.source = l.source WHERE l.item = ?
"""
_ROW: Final = """
SELECT l.time_us, t.mark FROM track t JOIN location_own l ON l.item = t.item WHERE t.seq = ?
"""
_PROBES: Final = f"""
{_EVERY} SELECT t.seq, l.time_us, t.mark FROM asked a CROSS JOIN track t ON t.seq = a.seq
     CROSS JOIN location_own l ON l.item = t.item
"""
_PROBED: Final = 4
"""Into so many parts the way between two that are shown is cut at most, by positions that are read at once, to find
silences in it: into fewer where positions are so dense that a part takes less than an hour."""


def positions_of(book: Book, label: str) -> tuple[list[Position], int]:
    """Give the positions that the map of an exhibit shows, and of how many each is one.

    Those of the device are taken from the track where all records are in the report; a selection is shown as it is.
    """
    database, redaction = book.database, book.options.redaction
    whole = book.options.selection.is_empty and book.has_table("track")
    own = movements(database, label) if whole else []
    track = range(own[0].first_seq, own[0].last_seq + 1) if own else range(0)
    where = f"coalesce(l.evidence_of, '') NOT IN {DEVICE_POSITIONS!r}" if track else f"1{book.only('l.item')}"
    there = not track or of_device(book, device=False)
    others = [item for (item,) in database.execute(_OTHERS.format(where=where), {"exhibit": label})] if there else []
    count = len(track) + len(others)
    every = 1 if count <= WHOLE else -(-count // SHOWN)
    values = {"exhibit": label, "low": track.start, "high": track.stop - 1, "every": every}
    rows = database.execute(_TRACK_ROWS, values).fetchall() if track else []
    rows += [row for item in others[::every] for row in database.execute(_OTHER_ROWS, (item,))]
    seen = [row for row in rows if row[5] not in redaction.reasons and redaction.position(row[0], row[1]) is not None]
    return _joined(seen, label, _Probes(database, track, every) if every > 1 else None), every


def _joined(rows: list[tuple[Any, ...]], label: str, probes: _Probes | None) -> list[Position]:
    """Make positions of rows; where some between are left away, say which belong to one stretch without a silence."""
    found: list[Position] = []
    stretch, before, last_seq = 0, None, 0
    for latitude, longitude, us, radius, evidence, item, mark, seq in rows:
        used = bool(seq) and mark in USED
        if used:
            if before is not None and probes is not None and probes.is_silent(last_seq, before, seq, us):
                stretch += 1
            before, last_seq = us, seq
        found.append(Position(
            latitude, longitude, us, radius if isinstance(radius, int | float) else None, evidence or "", item, label,
            mark=mark or "", stretch=stretch if used and probes is not None else None,
        ))  # fmt: skip
    return found


class _Probes:
    """Finds silences in a track of which every so many positions are shown, without reading it whole."""

    def __init__(self, database: sqlite3.Connection, track: range, every: int) -> None:
        self._database, self._first = database, track.start
        self._known: dict[int, tuple[int, str]] = {}
        span = self._row(track.stop - 1)[0] - self._row(track.start)[0] if track else 0
        parts = min(_PROBED, 1 + span * every * 5 // (4 * GAP_US * max(1, len(track))))
        self._step = max(1, every // parts)
        if track and self._step < every:
            values = {"low": track.start, "high": track.stop - 1, "every": self._step}
            self._known |= {seq: (us, mark) for seq, us, mark in database.execute(_PROBES, values)}

    def _row(self, seq: int) -> tuple[int, str]:
        known = self._known.get(seq)
        if known is None:
            known = self._known[seq] = self._database.execute(_ROW, (seq,)).fetchone()
        return known

    def _middle(self, low: int, high: int) -> int:
        """A place between two others: one that is known, if there is one near the middle."""
        middle = (low + high) // 2
        known = middle - (middle - self._first) % self._step
        return known if known > low else middle

    def is_silent(self, low: int, low_us: int, high: int, high_us: int) -> bool:
        """Tell whether more than an hour lies between two used positions of a stretch, which ends in such.

        The track is in order of time: what is halved until it is no longer than an hour need not be read whole.
        """
        waiting = [(low, low_us, high, high_us)]
        while waiting:
            low, low_us, high, high_us = waiting.pop()
            if high_us - low_us <= GAP_US:
                continue
            middle = self._middle(low, high)
            near = chain(range(middle, low, -1), range(middle + 1, high))
            found = next(((seq, us) for seq in near for us, mark in [self._row(seq)] if mark in USED), None)
            if found is None:
                return True
            waiting += [(low, low_us, *found), (*found, high, high_us)]
        return False
