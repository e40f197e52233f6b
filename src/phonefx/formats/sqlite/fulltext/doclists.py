"""The inverted indexes of SQLite's FTS3, FTS4 and FTS5: which term stands where in which document.

Source: the file format sections of sqlite.org/fts3.html and the comments in `fts5_index.c` of SQLite 3.40.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Container, Iterator
from itertools import accumulate
from operator import neg
from typing import NamedTuple

from phonefx.formats.sqlite import varint

_END, _COLUMN, _BASE = 0, 1, 2
_LONGEST, _MOST = 10, 31
_MASK = (1 << 64) - 1
_DOCUMENT = re.compile(rb"([\x80-\xff]*[\0-\x7f])(?:[\x80-\xff]*[\x01-\x7f])*\0", re.DOTALL)
MAIN_TERMS = b"0"


class Posting(NamedTuple):
    """One term of one document: (column, position) of every occurrence; none where the index says it was removed.

    `places` holds columns alone, each with position -1, where the index does not keep positions.
    """

    term: bytes
    document: int
    places: tuple[tuple[int, int], ...]


def read_little(data: bytes, at: int) -> tuple[int, int]:
    """Read FTS3's own variable-length integer, least significant group first; give it and the offset behind it.

    Raises:
        IndexError: the bytes end before the number does.
    """
    byte = data[at]
    if byte < 0x80:
        return byte, at + 1
    value = shift = 0
    for index in range(_LONGEST):
        byte = data[at + index]
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & _MASK, at + index + 1
        shift += 7
    raise IndexError(at)


class _Numbers(dict[bytes, int]):
    """Numbers by their bytes, read once each."""

    def __missing__(self, raw: bytes) -> int:
        value = varint.signed(read_little(raw, 0)[0]) if len(raw) <= _LONGEST else 0
        if len(self) < 1 << 16:
            self[raw] = value
        return value


_NUMBERS = _Numbers()


def is_leaf(block: bytes) -> bool:
    """Say whether a block of FTS3 or FTS4 is a leaf, which holds documents, and not a node above leaves."""
    return block[:1] == b"\0" and len(block) > 1


def leaf_terms(block: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each term of a leaf of FTS3 or FTS4 with its list of documents; stop where the bytes make no sense."""
    at, term, shared = 1, b"", 0
    try:
        while at < len(block):
            if term:
                shared, at = read_little(block, at)
            size, at = read_little(block, at)
            if shared > len(term) or not size or at + size > len(block):
                return
            term = term[:shared] + block[at : at + size]
            length, at = read_little(block, at + size)
            if at + length > len(block):
                return
            yield term, block[at : at + length]
            at += length
    except IndexError:
        return


def documents(doclist: bytes, descending: bool = False) -> Iterator[int]:
    """Yield the documents of a list of FTS3 or FTS4, without their positions."""
    deltas = map(_NUMBERS.__getitem__, _DOCUMENT.findall(doclist))
    if descending:
        first = next(deltas, None)
        return accumulate(map(neg, deltas), initial=first) if first is not None else iter(())
    return accumulate(deltas)


def leaf_postings(block: bytes, descending: bool = False) -> Iterator[Posting]:
    """Yield what a leaf of FTS3 or FTS4 says; a list whose end is lost is read as far as it is there."""
    for term, doclist in leaf_terms(block):
        document, at, first = 0, 0, True
        try:
            while at < len(doclist):
                delta, at = read_little(doclist, at)
                document = varint.signed((document - delta if descending and not first else document + delta) & _MASK)
                first = False
                places, at = _places(doclist, at)
                yield Posting(term, document, places)
        except IndexError:
            continue


def _places(doclist: bytes, at: int) -> tuple[tuple[tuple[int, int], ...], int]:
    places: list[tuple[int, int]] = []
    column = position = 0
    while True:
        value, at = read_little(doclist, at)
        if value == _END:
            return tuple(places), at
        if value == _COLUMN:
            column, at = read_little(doclist, at)
            position = 0
        else:
            position += value - _BASE
            places.append(_checked(column, position))


def _checked(column: int, position: int) -> tuple[int, int]:
    """Refuse what no index can hold.

    Raises:
        IndexError: the numbers are too large, or below zero.
    """
    if column >> _MOST or position >> _MOST:
        raise IndexError(position)
    return column, position


def sizes(raw: bytes) -> tuple[int, ...] | None:
    """Read the number of words in each column, from a row of `%_docsize`; None where the bytes make no sense."""
    found, at = [], 0
    try:
        while at < len(raw):
            size, at = read_little(raw, at)
            found.append(size)
    except IndexError:
        return None
    return tuple(found)


class PageId(NamedTuple):
    """What the row id of a page of FTS5 says: segment, whether it is a doclist index, height, number in the segment."""

    segment: int
    is_doclist_index: bool
    height: int
    number: int


def page_id(rowid: int) -> PageId:
    """Take the row id of a page apart; segment 0 is no segment."""
    return PageId(rowid >> 37, bool(rowid >> 36 & 1), rowid >> 31 & 31, rowid & 0x7FFFFFFF)


class PageReader:
    """Reads the pages of one segment of FTS5, in order: a list of documents may run over several of them.

    `columns_only` says that the index was made with detail=column.
    """

    def __init__(self, columns_only: bool = False) -> None:
        self._columns_only = columns_only
        self.reset()

    def reset(self) -> None:
        """Forget the page before: what begins on it cannot be continued."""
        self._term, self._document, self._missing, self._flag = b"", 0, 0, 0
        self._part = b""

    def continues(self, block: bytes) -> bool:
        """Say whether a page agrees with how the page before it ended."""
        first, size, terms = _outline(block)
        begins = first or min(terms, default=size)
        return bool(self._term) and 4 + min(self._missing, size - 4) == begins

    def postings(self, block: bytes, wanted: Container[int]) -> Iterator[Posting]:
        """Yield what a page says, with the end of what the page before began; of wanted documents alone."""
        _first, size, terms = _outline(block)
        ends = [*terms, size]
        try:
            if ends[0] > 4 and self._term:
                yield from self._list(block, 4, ends[0], False, wanted)
            for at, end in zip(terms, ends[1:], strict=True):
                shared = 0
                if at != terms[0]:
                    shared, at = varint.read(block, at)
                length, at = varint.read(block, at)
                self._term = self._term[:shared] + block[at : at + length]
                self._missing = 0
                yield from self._list(block, at + length, end, True, wanted)
        except IndexError:
            self.reset()

    def _list(self, block: bytes, at: int, end: int, begins: bool, wanted: Container[int]) -> Iterator[Posting]:
        """Read a part of a list of documents; the first number on a page, and behind a term, is no difference."""
        absolute = True
        if not begins and self._missing:
            part = block[at : min(end, at + self._missing)]
            self._part, self._missing, at = self._part + part, self._missing - len(part), at + len(part)
            if not self._missing:
                yield from self._posting(wanted)
        while at < end:
            number, at = varint.read(block, at)
            self._document = varint.signed(number) if absolute else varint.signed((self._document + number) & _MASK)
            absolute = False
            number, at = varint.read(block, at)
            self._part = block[at : min(end, at + (number >> 1))]
            self._missing = (number >> 1) - len(self._part)
            at += len(self._part)
            if not self._missing:
                yield from self._posting(wanted)

    def _posting(self, wanted: Container[int]) -> Iterator[Posting]:
        if self._term[:1] == MAIN_TERMS and self._document in wanted:
            yield Posting(self._term[1:], self._document, self._decoded(self._part))

    def _decoded(self, raw: bytes) -> tuple[tuple[int, int], ...]:
        places, column, position, at = [], 0, 0, 0
        while at < len(raw):
            value, at = varint.read(raw, at)
            if value == _COLUMN:
                column, at = varint.read(raw, at)
                position = 0
            else:
                position += value - _BASE
                places.append((_checked(position, 0)[0], -1) if self._columns_only else _checked(column, position))
        return tuple(places)


def _outline(block: bytes) -> tuple[int, int, list[int]]:
    """Read the frame of a page of FTS5: where its first document without a term begins, its end, where terms begin."""
    if len(block) < 4:
        return 0, 4, []
    first, size = struct.unpack_from(">HH", block)
    if not 4 <= size <= len(block):
        return 0, 4, []
    terms: list[int] = []
    at = size
    try:
        while at < len(block):
            step, at = varint.read(block, at)
            terms.append(step + (terms[-1] if terms else 0))
    except IndexError:
        pass
    sound = all(4 <= term < size for term in terms) and sorted(set(terms)) == terms
    return first, size, terms if sound else []


def structure(block: bytes) -> list[int]:
    """List the segments that the structure record of FTS5 names, the newest first; none where it makes no sense."""
    newest: list[int] = []
    try:
        at = 4
        second = block[4:8] == b"\xff\0\0\x01"
        at += 4 * second
        levels, at = varint.read(block, at)
        _count, at = varint.read(block, at)
        _writes, at = varint.read(block, at)
        for _level in range(levels):
            _merging, at = varint.read(block, at)
            count, at = varint.read(block, at)
            listed = []
            for _ in range(count):
                segment, at = varint.read(block, at)
                listed.append(segment)
                for _number in range(7 if second else 2):
                    _skipped, at = varint.read(block, at)
            newest += reversed(listed)
    except IndexError:
        return newest
    return newest
