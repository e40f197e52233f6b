"""Rows of the timeline as a profile of redaction lets them be seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from phonefx.report.redaction import Redaction
from phonefx.timeline.show import COLUMNS

_ITEM, _KIND, _TEXT = (COLUMNS.index(name) for name in ("item", "kind", "text"))
_TAKEN: Final = tuple(COLUMNS.index(name) for name in ("who", "name", "text", "latitude", "longitude", "accuracy_m"))
_PLAIN: Final = frozenset({"item", "time", "event", "also"})
_PLACED: Final = frozenset({"location", "visit"})


def redacted(rows: Iterable[tuple[Any, ...]], redaction: Redaction) -> Iterator[tuple[Any, ...]]:
    """Give the rows with everything protected replaced; of an item withheld its number, time, kind and the reason."""
    if redaction.is_empty:
        yield from rows
        return
    for row in rows:
        cells = [redaction.cell(value) if name not in _PLAIN else value
                 for name, value in zip(COLUMNS, row, strict=True)]  # fmt: skip
        reason = redaction.reasons.get(row[_ITEM])
        instead = f"[withheld: {reason}]" if reason is not None else ""
        if not instead and redaction.moves_places and row[_KIND] in _PLACED:
            instead = "[removed: position]"
        if instead:
            for at in _TAKEN:
                cells[at] = None
            cells[_TEXT] = instead
        yield tuple(cells)
