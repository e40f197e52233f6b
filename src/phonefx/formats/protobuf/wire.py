"""Walks protobuf messages without their schema: numbers, wire types and bytes, and every way to read them.

A protobuf message does not say what its fields mean: a length can hold text, bytes, a message or packed numbers. So
nothing is decided here. A `Field` keeps its bytes and place, and gives each reading on demand.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from phonefx.errors import Damaged, EvidenceError, HostileEvidence

VARINT, FIXED64, BYTES, GROUP, END_GROUP, FIXED32 = range(6)
MAX_FIELDS = 5_000_000
MAX_DEPTH = 64


@dataclass(frozen=True, slots=True)
class Field:
    """One field: number, wire type, where it begins (its tag) and its value as raw bytes or unsigned integer.

    `raw` is the content of a length-delimited field or a group, the bytes of a fixed one, or empty for a varint, whose
    value is `number_value`. `offset` counts from the start of the message that was walked first.
    """

    number: int
    wire: int
    offset: int
    start: int
    raw: bytes
    number_value: int = 0

    @property
    def unsigned(self) -> int:
        """The value as an unsigned integer (varint, fixed32, fixed64)."""
        return self.number_value if self.wire == VARINT else int.from_bytes(self.raw[:8], "little")

    @property
    def signed(self) -> int:
        """The value as a two's complement integer; negative int32 are written with 64 bits."""
        bits = 32 if self.wire == FIXED32 else 64
        value = self.unsigned
        return value - (1 << bits) if value >> (bits - 1) else value

    @property
    def zigzag(self) -> int:
        """The value as a zig-zag integer (sint32, sint64)."""
        return (self.unsigned >> 1) ^ -(self.unsigned & 1)

    @property
    def real(self) -> float | None:
        """The value as a float (fixed32) or double (fixed64); None for other wire types."""
        layout = {FIXED32: "<f", FIXED64: "<d"}.get(self.wire)
        return None if layout is None else float(struct.unpack(layout, self.raw)[0])

    @property
    def text(self) -> str | None:
        """The content as text; None if it is no UTF-8 or not length-delimited."""
        if self.wire != BYTES:
            return None
        try:
            return self.raw.decode("utf-8")
        except UnicodeDecodeError:
            return None

    @property
    def fields(self) -> tuple[Field, ...] | None:
        """The content as the fields of a message; None if it is not a whole one. An empty content has none."""
        if self.wire not in (BYTES, GROUP):
            return None
        try:
            return parse(self.raw, self.start)
        except EvidenceError:
            return None

    def packed(self, wire: int = VARINT) -> list[int] | None:
        """The content as packed numbers of one wire type, unsigned; None if they do not fill it exactly."""
        width = {FIXED32: 4, FIXED64: 8}.get(wire)
        if self.wire != BYTES or (width and len(self.raw) % width):
            return None
        if width:
            return [int.from_bytes(self.raw[at : at + width], "little") for at in range(0, len(self.raw), width)]
        place, found = 0, []
        try:
            while place < len(self.raw):
                value, place = varint(self.raw, place)
                found.append(value)
        except Damaged:
            return None
        return found


def varint(data: bytes, place: int) -> tuple[int, int]:
    """Read a varint of at most 64 bits; give it with the place behind it."""
    value = shift = 0
    while True:
        if place >= len(data):
            raise Damaged("protobuf message", f"it ends within a number at {place}")
        byte = data[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & 0xFFFF_FFFF_FFFF_FFFF, place
        shift += 7
        if shift > 63:
            raise Damaged("protobuf message", f"a number of more than ten bytes at {place}")


def walk(data: bytes, offset: int = 0) -> Iterator[Field]:
    """Give the fields of a message one by one; those before any damage come before the error.

    Args:
        data: the message, all of it.
        offset: where it begins in its file, added to the place of each field.

    Raises:
        Damaged: a field that cannot be, or that ends outside the message.
        HostileEvidence: groups nested deeper than 64, or more than five million fields.
    """
    place = count = 0
    while place < len(data):
        start = place
        count += 1
        if count > MAX_FIELDS:
            raise HostileEvidence("protobuf message", f"more than {MAX_FIELDS} fields")
        tag, place = varint(data, place)
        number, wire = tag >> 3, tag & 7
        if not 0 < number < 1 << 29:
            raise Damaged("protobuf message", f"field number {number} at {start}")
        if wire == VARINT:
            value, place = varint(data, place)
            yield Field(number, wire, offset + start, offset + place, b"", value)
            continue
        begin, end, place = _extent(data, place, number, wire)
        yield Field(number, wire, offset + start, offset + begin, data[begin:end])


def _extent(data: bytes, place: int, number: int, wire: int) -> tuple[int, int, int]:
    """Find where the content of a field begins and ends, and where the next field begins."""
    if wire in (FIXED32, FIXED64):
        begin, end = place, place + (4 if wire == FIXED32 else 8)
    elif wire == BYTES:
        length, begin = varint(data, place)
        end = begin + length
    elif wire == GROUP:
        end, following = _group_end(data, place, number)
        return place, end, following
    else:
        raise Damaged("protobuf message", f"wire type {wire} at {place}")
    if end > len(data):
        raise Damaged("protobuf message", f"field {number} reaches {end - len(data)} bytes beyond the end")
    return begin, end, end


def _group_end(data: bytes, place: int, number: int) -> tuple[int, int]:
    """Pass the fields of a group, and groups in it, up to the tag that ends it."""
    open_groups = [number]
    while True:
        start = place
        tag, place = varint(data, place)
        wire = tag & 7
        if wire == END_GROUP:
            if tag >> 3 != open_groups.pop():
                raise Damaged("protobuf message", f"a group that was not open ends at {start}")
            if not open_groups:
                return start, place
        elif wire == GROUP:
            open_groups.append(tag >> 3)
            if len(open_groups) > MAX_DEPTH:
                raise HostileEvidence("protobuf message", f"groups nested deeper than {MAX_DEPTH}")
        elif wire == VARINT:
            _, place = varint(data, place)
        else:
            _, _, place = _extent(data, place, tag >> 3, wire)


def parse(data: bytes, offset: int = 0) -> tuple[Field, ...]:
    """Read all fields of a whole message; the errors are those of `walk`."""
    return tuple(walk(data, offset))


def find(data: bytes, path: str) -> list[Field]:
    """Give every field at a path of numbers such as `3.1.4`, in order; levels that are no messages end there.

    Raises:
        Damaged: the outermost message is none.
        ValueError: the path is no path, or longer than 64 steps.
    """
    steps = [int(step) for step in path.split(".")]
    if len(steps) > MAX_DEPTH:
        raise ValueError(path)
    found = [field for field in parse(data) if field.number == steps[0]]
    for step in steps[1:]:
        found = [one for field in found for one in field.fields or () if one.number == step]
    return found


def leaves(data: bytes, *, most: int = 10_000) -> Iterator[tuple[str, Field]]:
    """Give every field that is no message, with its path, for looking at a message that nobody has described.

    What can be read as a message is read as one, unless it is printable text; text that begins with a line break is the
    message that it can be read as, for that is how a message begins whose first field is a text. At most `most` fields
    are given.

    Raises:
        Damaged: the outermost message is none.
    """
    waiting = [("", field) for field in reversed(parse(data))]
    depths = [1] * len(waiting)
    for _ in range(most):
        if not waiting:
            return
        (prefix, field), depth = waiting.pop(), depths.pop()
        path = f"{prefix}{field.number}"
        inner = None if depth >= MAX_DEPTH or _printable(field) else field.fields
        if not inner:
            yield path, field
            continue
        waiting.extend((f"{path}.", one) for one in reversed(inner))
        depths.extend([depth + 1] * len(inner))


def _printable(field: Field) -> bool:
    text = field.text
    if not text or not all(character.isprintable() or character in "\n\r\t" for character in text):
        return False
    return text[0] not in "\n\r\t" or not field.fields


def texts(data: bytes, *, shortest: int, most: int) -> list[str]:
    """Give the printable texts of a message, each once, in the order of its fields; none where it is no message.

    Args:
        data: the message.
        shortest: characters of the shortest text that is given; shorter ones mostly are numbers read as text.
        most: so many texts at most.
    """
    try:
        found = dict.fromkeys(field.text for _, field in leaves(data) if field.text and field.text.isprintable())
    except Damaged:
        return []
    return [text for text in found if text and len(text) >= shortest][:most]
