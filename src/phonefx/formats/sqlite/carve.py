"""Rows in free bytes: where their header still stands, and where a deletion destroyed its first four bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from phonefx.formats.sqlite import btree, model, record, residue, varint
from phonefx.formats.sqlite.found import Found, Grade
from phonefx.formats.sqlite.record import Text
from phonefx.formats.sqlite.shape import Shape

LOST = 4
_HEADER_BITS, _ANCHOR_BITS, _FIT_BITS, _GUESS_BITS = 7.0, 6.0, 12.0, 12.0
_ENOUGH = {Grade.CELL: 18.0, Grade.RECORD: 26.0, Grade.CLOBBERED: 27.0, Grade.PARTIAL: 40.0}
_WORTH_PARTIAL, _TELL_APART, _TELL_LOOSE, _TELL_EMPTY, _SURE_COLUMNS = 12.0, 3.0, 9.0, 7.0, 2
_GUESSES, _WIDE, _LONG = 40, 3, 128
_MIN_AREA = 6
_RUN = re.compile(rb"\0{4,}")
_ROOT_BITS = 12.0
_FOREIGN_BITS, _TEXT_HEADER_BITS, _LOOSE_BITS = 8.0, 25.0, 10.0
_ZEROS_KEPT = 16
_EMPTY = b"\0\x01\x02\x08\x09"
_UNUSUAL = -12.0


@dataclass
class Area:
    """Free bytes of a page from `start` to `end`, and what is known of old boundaries in them."""

    data: bytes
    start: int
    end: int
    usable: int
    text: Text
    anchors: set[int] = field(default_factory=set)
    sizes: dict[int, int] = field(default_factory=dict)
    owner: Shape | None = None
    root_of: Shape | None = None
    gap: bool = True

    def worth_a_look(self) -> bool:
        """Say whether the bytes can hold anything."""
        return self.end - self.start >= _MIN_AREA and bool(self.data[self.start : self.end].strip(b"\0"))

    def bounded(self, at: int) -> bool:
        """Say whether a stale freeblock stood at an offset that reached to a known boundary.

        Cells freed one before the other merge: each leaves a size that counts to the end of the merged block.
        """
        size = self.data[at + 2] << 8 | self.data[at + 3] if at + LOST <= len(self.data) else self.freed_size(at)
        return size >= btree.MIN_CELL and at + size in self.anchors and at not in self.sizes

    def all_bounded(self) -> set[int]:
        """Give the offsets at which a stale freeblock stood, of all but the last four."""
        sizes = self.data[self.start + 2 : self.end - LOST + 3]
        places = range(self.start, self.end - LOST)
        ends = [at + (high << 8 | low) for at, high, low in zip(places, sizes, sizes[1:], strict=False)]
        known = self.anchors
        return {at for at, end in zip(places, ends, strict=True) if end in known and self.bounded(at)}

    def overwritten(self, at: int) -> bool:
        """Say whether an offset lies in the first four bytes of a freed stretch, which are SQLite's own."""
        return any(start in self.sizes for start in range(at - LOST + 1, at + 1))

    def freed_size(self, at: int) -> int:
        """Read the size field of a freeblock, current or stale, at an offset."""
        return int.from_bytes(self.data[at + 2 : at + 4], "big")


def carve(area: Area, shapes: Iterable[Shape]) -> list[Found]:
    """Find the rows in an area, none over another."""
    if not area.worth_a_look():
        return []
    area.start = _behind_zeros(area)
    narrow = [shape for shape in shapes if shape.narrow]
    found = [item for shape in shapes if not shape.narrow for item in candidates(area, shape)]
    tried: set[int] = set()
    near = area.anchors | {area.start, *_behind_runs(area)}
    near |= area.all_bounded() if narrow else set()
    while narrow and near:
        tried |= near
        found += [item for shape in narrow for item in candidates(area, shape, near)]
        found += [item for shape in narrow if shape.bare for item in _bare_entries(area, shape, near)]
        near = {item.end for item in found} - tried
    return choose(area, found)


def _behind_zeros(area: Area) -> int:
    """Step over the zeros at the beginning of an area, but for as many as may belong to a record."""
    inside = area.data[area.start : area.end]
    zeros = len(inside) - len(inside.lstrip(b"\0"))
    return area.start + max(0, zeros - _ZEROS_KEPT)


def _behind_runs(area: Area) -> set[int]:
    """Give the offsets behind runs of zeros: the lowest cell of a gap begins there."""
    return {match.end() for match in _RUN.finditer(area.data, area.start, area.end)} if area.gap else set()


def candidates(area: Area, shape: Shape, near: set[int] | None = None) -> Iterator[Found]:
    """Yield everything in an area that may be a row of one table."""
    for count, skip, first, behind in shape.hits(area.data, area.start, area.end, near):
        empty = not area.data[first:behind].translate(None, _EMPTY)
        if empty and shape.table.alias == 0:
            continue
        tail = _types(area.data, first, behind)
        if len(tail) != count - skip or shape.model.tail_bits(skip, tail) < _UNUSUAL:
            continue
        whole = False
        for start, types in _intact_headers(area, shape, first, skip, tail):
            if (item := _with_header(area, shape, start, types, behind)) is not None:
                whole = whole or item.grade >= Grade.RECORD
                yield item
        if not whole and not empty and (item := _without_header(area, shape, first, skip, tail, behind)) is not None:
            yield item


def _bare_entries(area: Area, shape: Shape, near: set[int]) -> Iterator[Found]:
    """Yield entries of two-column indexes of which the deletion left the values alone."""
    pairs = [pair for pair, _ in shape.model.first_pairs.most_common(_GUESSES)]
    for start in sorted(at for at in near if area.start <= at <= area.end - LOST - 2):
        best = []
        for types in residue.bare_types(area.freed_size(start), pairs, start in area.sizes):
            size = 3 + record.body_size(types)
            item = _item(area, shape, types, (start, start + 1, start + LOST, size), Grade.CLOBBERED)
            item.lost, item.fits = 2, item.end - start == area.freed_size(start)
            if (weighed := _weighed(area, item, _FIT_BITS if item.fits else -_LOOSE_BITS)) is not None:
                best.append(weighed)
        if (settled := _settled(best, area)) is not None:
            yield settled


def _types(data: bytes, at: int, end: int) -> tuple[int, ...]:
    types = []
    while at < end:
        serial, at = varint.read(data, at)
        types.append(serial)
    return tuple(types)


def _intact_headers(
    area: Area, shape: Shape, first: int, skip: int, tail: tuple[int, ...]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield where a header begins whose own length agrees, with all its types."""
    stack: list[tuple[int, int, tuple[int, ...]]] = [(first, skip, tail)]
    while stack:
        at, left, types = stack.pop()
        if left:
            for size in range(1, 5):
                serial = varint.read_back(area.data, at, size, area.start)
                if serial is not None and serial not in record.RESERVED:
                    stack.append((at - size, left - 1, (serial, *types)))
            continue
        length = record.header_size(types)
        own = varint.length(length)
        agrees = varint.read_back(area.data, at, own, area.start) == length and shape.accepts(types)
        if agrees and not area.overwritten(at - own):
            yield at - own, types


def _with_header(area: Area, shape: Shape, header: int, types: tuple[int, ...], body: int) -> Found | None:
    size = body - header + record.body_size(types)
    prefix = _prefix(area, shape, header, size)
    start, rowid, grade = prefix or (header, None, Grade.RECORD)
    item = _item(area, shape, types, (start, header, body, size), grade)
    item.rowid = rowid
    extra = _HEADER_BITS
    if prefix:
        extra += 8.0 * varint.length(size) - 2.0
        extra -= 8.0 if rowid is not None and rowid > max(1000, shape.model.highest) * 1000 else 0.0
    elif fitted := _fitted_start(area, shape, header, size, item):
        item.start, item.fits = fitted, True
        extra += _FIT_BITS
    return _weighed(area, item, extra)


def _item(area: Area, shape: Shape, types: tuple[int, ...], at: tuple[int, int, int, int], grade: Grade) -> Found:
    """Measure a record: at = (start of the cell, of the header, of the body, size of the payload)."""
    start, header, body, size = at
    local = btree.local_size(size, area.usable, shape.table.as_index)
    end = header + local
    overflow = 0
    if local < size:
        if end + 4 <= area.end:
            overflow = int.from_bytes(area.data[end : end + 4], "big")
        end += 4
    item = Found(shape, types, start, end, body, size, grade, 0.0, max(0, local - (body - header)))
    item.overflow = overflow
    if end > area.end:
        item.cut = max(0, min(area.end, header + local) - body)
        item.end, item.grade = area.end, Grade.PARTIAL
    return item


def _prefix(area: Area, shape: Shape, header: int, size: int) -> tuple[int, int | None, Grade] | None:
    """Look before a header for the payload length (and row id) that agree with it."""
    own = varint.length(size)
    if shape.table.as_index:
        if varint.read_back(area.data, header, own, area.start) == size:
            return header - own, None, Grade.CELL
        return None
    matches = []
    for length in range(1, varint.MAX_LENGTH + 1):
        rowid = varint.read_back(area.data, header, length, area.start)
        at = header - length
        if (
            rowid is not None
            and varint.read_back(area.data, at, own, area.start) == size
            and at - own not in area.sizes
        ):
            matches.append((at - own, varint.signed(rowid)))
    if not matches:
        return None
    anchored = [match for match in matches if match[0] in area.anchors]
    if len(matches) > 1 and len(anchored) != 1:
        return matches[0][0], None, Grade.CELL
    start, row = (anchored or matches)[0]
    return start, row, Grade.CELL


def _fitted_start(area: Area, shape: Shape, header: int, size: int, item: Found) -> int | None:
    """Find the start of a freed cell whose freeblock size is exactly its length."""
    own = varint.length(size)
    shortest = own if shape.table.as_index else own + 1
    for before in range(max(LOST, shortest), own + (1 if shape.table.as_index else varint.MAX_LENGTH) + 1):
        start = header - before
        if start >= area.start and area.freed_size(start) == max(item.end - start, btree.MIN_CELL):
            return start
    return None


def _weighed(area: Area, item: Found, extra: float) -> Found | None:
    """Weigh a find; None where the bytes do not make it likely enough."""
    have = item.local if item.cut is None else item.cut
    body = area.data[item.body : item.body + have]
    weight = item.shape.model.bits(item.types, body, area.text, item.lost, item.unsure)
    failed = weight.failed
    if failed is None and weight.doubtful is not None and item.grade is Grade.CLOBBERED and not item.fits:
        failed = weight.doubtful
    if failed is not None:
        if failed == 0 or (item.lost and not item.fits):
            return None
        item.cut = sum(map(record.size, item.types[: failed - 1 if failed > _SURE_COLUMNS else failed]))
        item.grade, item.end, item.overflow = Grade.PARTIAL, item.body + item.cut, 0
        extra -= 8.0
    item.bits = weight.bits + extra - (_FOREIGN_BITS if area.owner not in (None, item.shape) else 0.0)
    item.bits += _ROOT_BITS * (area.root_of is item.shape)
    if item.grade is not Grade.CELL and not item.fits and _printable(item.types):
        item.bits -= _TEXT_HEADER_BITS
    item.bits += _ANCHOR_BITS * (item.start in area.anchors) + 4.0 * (item.end in area.anchors)
    if item.grade is Grade.PARTIAL and (weight.worth < _WORTH_PARTIAL or item.cut == 0):
        return None
    confirmed = item.fits or (item.grade is Grade.CELL and item.size >= _LONG)
    telling = weight.worth > 0 or (confirmed and any(record.size(serial) >= _WIDE for serial in item.types))
    return item if item.bits >= _ENOUGH[item.grade] and telling else None


def _printable(types: tuple[int, ...]) -> bool:
    """Say whether a header might as well be a piece of text."""
    shown = [serial for serial in types if 0x20 <= serial < 0x7F]
    return len(shown) >= 2 and len(shown) >= len(types) - 1


def _without_header(area: Area, shape: Shape, first: int, skip: int, tail: tuple[int, ...], body: int) -> Found | None:
    """Rebuild a record whose first bytes the deletion overwrote: try every filling, keep the best."""
    best: list[Found] = []
    lead = skip
    for start, types, lost in _fillings(area, shape, first, skip, tail):
        if start < area.start or not shape.leads(types[:lead]):
            continue
        size = record.header_size(types) + record.body_size(types)
        item = _item(area, shape, types, (start, body - record.header_size(types), body, size), Grade.CLOBBERED)
        item.lost = lost
        extra = 0.0
        freed = area.freed_size(start)
        if item.cut is None and _fits(area, start, item.end):
            item.fits = True
            extra += _FIT_BITS
        elif (start in area.sizes and freed < item.end - start) or (item.cut is not None and start not in area.anchors):
            extra -= 10.0
        if not item.fits and not area.bounded(start):
            extra -= _GUESS_BITS if lost and shape.table.alias != 0 else _LOOSE_BITS
        if (weighed := _weighed(area, item, extra)) is not None:
            best.append(weighed)
    return _settled(best, area)


def _fits(area: Area, start: int, end: int) -> bool:
    """Say whether the sizes of freed blocks confirm where a cell began and ended."""
    if area.freed_size(start) == end - start:
        return True
    known = area.bounded(start) or start in area.sizes
    return (known and end in area.anchors and end < start + area.freed_size(start)) or (
        known and area.bounded(end) and end + area.freed_size(end) == start + area.freed_size(start)
    )


def _settled(best: list[Found], area: Area) -> Found | None:
    """Take the likeliest filling; columns on which a filling nearly as likely disagrees are left out."""
    if not best:
        return None
    best.sort(key=lambda item: (-item.bits, item.start, item.types))
    first = best[0]
    unsure: set[int] = set()
    sizes = [record.size(serial) for serial in first.types]
    for other in best[1:]:
        alike = sizes == [record.size(serial) for serial in other.types]
        margin = max(_TELL_APART if first.fits else _TELL_LOOSE, _TELL_EMPTY if alike else 0.0)
        if first.bits - other.bits < margin and other.types != first.types:
            unsure |= _different(first, other, area)
    if len(unsure) >= len(first.types):
        return None
    first.unsure = frozenset(unsure)
    return first


def _different(one: Found, other: Found, area: Area) -> set[int]:
    out, left, right = set(), one.body, other.body
    for place, (a, b) in enumerate(zip(one.types, other.types, strict=False)):
        width, width_b = record.size(a), record.size(b)
        if record.decode(a, area.data[left : left + width].ljust(width, b"\0"), area.text) != record.decode(
            b, area.data[right : right + width_b].ljust(width_b, b"\0"), area.text
        ):
            out.add(place)
        left, right = left + width, right + width_b
    return out


def _fillings(
    area: Area, shape: Shape, first: int, skip: int, tail: tuple[int, ...]
) -> Iterator[tuple[int, tuple[int, ...], int]]:
    """Yield (start of the cell, all serial types, how many of them are guesses)."""
    if shape.table.as_index:
        if skip == 2:
            yield from _index_fillings(area, shape, first, tail)
        return
    for size in (1, 2, 3):
        serial = varint.read_back(area.data, first, size, area.start)
        if serial is not None and serial not in record.RESERVED:
            yield first - size - LOST, (serial, *tail), 0
    for serial in _first_guesses(area, shape, first - LOST, tail):
        yield first - LOST, (serial, *tail), 1
    if first > area.start and area.data[first - 1] < 0x80 and shape.table.alias != 0:
        yield first - LOST - 1, (0x80 | area.data[first - 1], *tail), 1


def _first_guesses(area: Area, shape: Shape, start: int, tail: tuple[int, ...]) -> list[int]:
    """List what the lost type of the first column may have been."""
    if shape.table.alias == 0:
        return [record.NULL]
    if start < area.start:
        return []
    rest = 2 + record.header_size((record.NULL, *tail)) + record.body_size(tail)
    guesses = _of_size(shape, 0, area.freed_size(start) - rest)
    seen = [serial for serial, _ in shape.model.first_types.most_common(_GUESSES)]
    guesses += [serial for serial in seen if serial < 0x80 and serial not in guesses]
    if not seen:
        usual = shape.model.columns[0].allowed()
        guesses += [serial for serial in sorted(usual) if serial < model.BLOB and serial not in guesses]
    return guesses


def _of_size(shape: Shape, column: int, size: int) -> list[int]:
    """List the serial types of one byte that a column may hold and whose value takes so many bytes."""
    if not 0 <= size <= 57:
        return []
    allowed = shape.model.columns[column].allowed()
    small = [serial for serial in range(10) if record.SIZES[serial] == size and serial in allowed]
    large = [2 * size + kind for kind in (model.BLOB, model.TEXT) if kind in allowed]
    return [serial for serial in small + large if serial < 0x80]


def _index_fillings(
    area: Area, shape: Shape, first: int, tail: tuple[int, ...]
) -> Iterator[tuple[int, tuple[int, ...], int]]:
    """Fill index cells: payload length, header length and the first one or two types are lost."""
    data = area.data
    for size in (1, 2):
        second = varint.read_back(data, first, size, area.start)
        if second is None:
            continue
        at = first - size
        for serial in _second_known(area, shape, at, second, tail):
            yield at - LOST, (serial, second, *tail), 1
        if at > area.start and data[at - 1] < 0x80:
            known = data[at - 1]
            yield at - LOST - 1, (0x80 | known, second, *tail), 1
            yield at - LOST, (known, second, *tail), 0
    if first - LOST < area.start:
        return
    rest = 1 + record.header_size((record.NULL, record.NULL, *tail)) + record.body_size(tail)
    yield from _pairs(area, shape, first - LOST, rest, tail)
    if first > area.start and data[first - 1] < 0x80:
        second = 0x80 | data[first - 1]
        rest += 1 + record.size(second)
        for serial in _of_size(shape, 0, area.freed_size(first - LOST - 1) - rest) or _usual(shape):
            yield first - LOST - 1, (serial, second, *tail), 2


def _usual(shape: Shape) -> list[int]:
    return [serial for serial, _ in shape.model.first_types.most_common(_GUESSES)]


def _second_known(area: Area, shape: Shape, at: int, second: int, tail: tuple[int, ...]) -> list[int]:
    """Guess the first type where the lengths are lost with one or two bytes of it."""
    if at - LOST < area.start:
        return []
    freed = area.freed_size(at - LOST)
    types = (0x80, second, *tail)
    left = freed - 1 - record.header_size(types) - record.body_size(types[1:])
    long = [2 * left + kind for kind in (12, 13)] if left >= 58 else []
    types = (0, second, *tail)
    short = _of_size(shape, 0, freed - 2 - record.header_size(types) - record.body_size(types[1:]))
    return [*long, *short, *_usual(shape)][:_GUESSES]


def _pairs(
    area: Area, shape: Shape, start: int, rest: int, tail: tuple[int, ...]
) -> Iterator[tuple[int, tuple[int, ...], int]]:
    both = area.freed_size(start) - rest
    tried = set()
    for one in _usual(shape) or sorted(c for c in shape.model.columns[0].allowed() if c < model.BLOB):
        for two in _of_size(shape, 1, both - record.size(one)) if one < 0x80 else ():
            tried.add((one, two))
            yield start, (one, two, *tail), 2
    for (one, two), _ in shape.model.first_pairs.most_common(_GUESSES):
        if one < 0x80 and two < 0x80 and (one, two) not in tried:
            yield start, (one, two, *tail), 2


def choose(area: Area, found: list[Found]) -> list[Found]:
    """Keep the likeliest finds that do not claim each other's bytes; a row that a later one overwrote is cut."""
    taken: list[Found] = []
    for item in sorted(found, key=lambda one: (-one.bits, -one.grade, one.start, one.types)):
        fits: Found | None = item
        for other in taken:
            if fits is not None and fits.start < other.end and other.start < fits.end:
                fits = _beside(area, fits, other)
        if fits is not None:
            taken.append(fits)
    return sorted(taken, key=lambda one: one.start)


def _beside(area: Area, item: Found, other: Found) -> Found | None:
    """Cut a find, or the one that it overlaps, where the later of both begins; None where it must give way."""
    if (item.body < other.start and item.grade >= Grade.RECORD) or (
        item.grade is Grade.PARTIAL and item.body < other.start
    ):
        item.cut = min(other.start - item.body, item.local if item.cut is None else item.cut)
        item.grade, item.end, item.overflow = Grade.PARTIAL, other.start, 0
        return _weighed(area, item, _HEADER_BITS)
    if item.strong and item.bits >= 45 and other.body < item.start and other.grade >= Grade.CLOBBERED:
        kept = item.start - other.body
        if kept > 0:
            other.cut, other.grade, other.end, other.overflow = kept, Grade.PARTIAL, item.start, 0
            return item
    return None
