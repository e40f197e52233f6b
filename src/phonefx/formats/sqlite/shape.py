"""Byte patterns of record headers: one compiled expression per table finds where its rows may stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from phonefx.formats.sqlite import model
from phonefx.formats.sqlite.model import RowModel
from phonefx.formats.sqlite.schema import Table

_NONZERO = re.compile(rb"[^\0]")
_LARGE_SHARE, _NARROW, _REACH = 0.46, 0.02, range(1, 16)


def _set(codes: set[int] | frozenset[int]) -> bytes:
    return b"[" + b"".join(re.escape(bytes((code,))) for code in sorted(codes)) + b"]"


def _piece(allowed: frozenset[int]) -> bytes:
    """Write the expression for one serial type of the allowed kinds."""
    single = {code for code in allowed if code < model.BLOB}
    last: set[int] = set()
    for kind, low in ((model.TEXT, 1), (model.BLOB, 0)):
        if kind in allowed:
            single |= set(range(12 + low, 128, 2))
            last |= set(range(low, 128, 2))
    if not last:
        return _set(single)
    more = b"[\\x81-\\xff]" + _set(last) + b"|[\\x81-\\xff][\\x80-\\xff]{1,2}" + _set(last)
    return b"(?:" + _set(single) + b"|" + more + b")"


class Shape:
    """A table or index with what its rows look like in bytes.

    `place` is its number among the live tables (-1 the schema itself, -2 no live table); `blank` says that its root
    page never held a row. What live rows look like is learned when it is first asked for.
    """

    def __init__(
        self, table: Table, learned: Callable[[Table], RowModel] = RowModel, place: int = -2, blank: bool = False
    ) -> None:
        self.table = table
        self._learned = learned
        self.place = place
        self.blank = blank

    @cached_property
    def model(self) -> RowModel:
        """What the rows of the table look like."""
        return self._learned(self.table)

    @property
    def width(self) -> int:
        """The number of columns that a complete record stores."""
        return len(self.table.columns)

    def counts(self) -> list[int]:
        """Give the numbers of stored columns to look for, the widest first: full rows and those older than a column."""
        return sorted({self.width, *self.model.counts}, reverse=True)

    @cached_property
    def skipped(self) -> int:
        """How many leading serial types the patterns leave out, because a deletion may have destroyed them."""
        return 2 if self.table.as_index else 1

    @cached_property
    def patterns(self) -> list[tuple[int, int, re.Pattern[bytes]]]:
        """The patterns: (stored columns, leading columns left out, expression)."""
        pieces = [_piece(column.allowed()) for column in self.model.columns]
        found = []
        for count in self.counts():
            skip = min(self.skipped, count - 1)
            if count - skip >= 1 and count >= 2:
                found.append((count, skip, re.compile(b"(" + b"".join(pieces[skip:count]) + b")", re.DOTALL)))
        return found

    def accepts(self, types: tuple[int, ...], any_count: bool = False) -> bool:
        """Say whether a header can be one of this table."""
        count = len(types)
        if (
            count > self.width
            or count < 1
            or (not any_count and count not in self.model.counts and count != self.width)
        ):
            return False
        return self.leads(types)

    def leads(self, types: tuple[int, ...]) -> bool:
        """Say whether the first columns can have these types."""
        for serial, column in zip(types, self.model.columns, strict=False):
            if (serial if serial < model.BLOB else model.BLOB + (serial & 1)) not in column.allowed():
                return False
        return True

    @property
    def bare(self) -> bool:
        """Whether a deletion can destroy the whole header of a row: an index over one short column."""
        return self.table.index_of is not None and self.width == 2

    @cached_property
    def narrow(self) -> bool:
        """Whether the pattern matches chance bytes so often that only known boundaries are worth a look."""
        share = 1.0
        for column in self.model.columns[self.skipped if self.width > self.skipped else self.width - 1 :]:
            single = len([code for code in column.allowed() if code < model.BLOB])
            large = len(column.allowed()) - single
            share *= single / 256 + large * _LARGE_SHARE
        return share > _NARROW

    def hits(
        self, data: bytes, start: int, end: int, near: Iterable[int] | None = None
    ) -> Iterator[tuple[int, int, int, int]]:
        """Yield (stored columns, leading columns left out, first, behind) of every match between two offsets.

        Where `near` is given, only the offsets close behind these boundaries are tried.
        """
        if near is not None:
            spots = sorted({at + far for at in near if start <= at < end for far in _REACH if at + far < end})
            for count, skip, pattern in self.patterns:
                for spot in spots:
                    if match := pattern.match(data, spot, end):
                        yield count, skip, match.start(), match.end()
            return
        for count, skip, pattern in self.patterns:
            search, at = pattern.search, start
            while match := search(data, at, end):
                first, behind = match.span()
                if data[first:behind].strip(b"\0"):
                    yield count, skip, first, behind
                    at = first + 1
                else:
                    beyond = _NONZERO.search(data, behind, end)
                    at = max(first + 1, (beyond.start() if beyond else end) - (behind - first) + 1)
