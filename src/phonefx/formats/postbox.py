"""Reads the values that Telegram on iOS keeps in its "postbox": messages, and the objects within them.

A value is either a message, whose head has a fixed order, or an object: fields with names, each with a type. All
numbers are little-endian; the keys of messages are big-endian, so that they sort by conversation and time. The layout
is that of the published client.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Any, Final

from phonefx.errors import Damaged, HostileEvidence

MAX_DEPTH: Final = 32
MAX_ITEMS: Final = 100_000
INCOMING: Final = 4
"""The bit of `flags` that marks a message as received."""

_NUMBERS: Final = {0: "<i", 1: "<q", 2: "<B", 3: "<d"}
_HEAD: Final = ((0, 8), (1, 4), (2, 8), (3, 4), (4, 4), (5, 8))
"""Bits of a message's data flags, and the bytes that each announces."""


@dataclass(frozen=True, slots=True)
class Key:
    """The key of a message: its conversation, the namespace and number within it, seconds since 1970."""

    peer: int
    namespace: int
    timestamp: int
    number: int


@dataclass(frozen=True, slots=True)
class Message:
    """A message: flags and tags as stored, who wrote it, its text, and the media that stand within it.

    `referenced` are media kept elsewhere, as (namespace, number); `problem` says what was damaged behind the text.
    """

    flags: int
    tags: int
    author: int | None
    text: str
    forwarded_from: int | None = None
    forwarded_time: int | None = None
    media: list[dict[str, Any]] = field(default_factory=list)
    referenced: list[tuple[int, int]] = field(default_factory=list)
    problem: str | None = None

    @property
    def incoming(self) -> bool:
        """Whether it was received."""
        return bool(self.flags & INCOMING)


def key(data: bytes) -> Key:
    """Read the key of a message.

    Raises:
        Damaged: it has not 20 bytes.
    """
    if len(data) != 20:
        raise Damaged("message key", f"{len(data)} bytes, 20 expected")
    peer, namespace, timestamp, number = struct.unpack(">qiii", data)
    return Key(peer, namespace, timestamp, number)


def decode(data: bytes) -> dict[str, Any]:
    """Read an object as a dictionary of its fields; an object within it has its type's hash under `@type`.

    Raises:
        Damaged: it breaks off or has a type that is not known.
        HostileEvidence: it nests deeper than 32 levels or announces more items than there are bytes.
    """
    found = _Reader(data).fields(len(data), 0)
    root = found.get("_")
    return root if isinstance(root, dict) and len(found) == 1 else found


def message(data: bytes) -> Message:
    """Read a message; damage behind its text leaves the text.

    Raises:
        Damaged: it is damaged before its text ends, or is of a kind without text.
    """
    reader = _Reader(data)
    if reader.number("<b") != 0:
        raise Damaged("message", "it is of a kind without text")
    reader.skip(8)
    present = reader.number("<B")
    for bit, size in _HEAD:
        reader.skip(size if present & 1 << bit else 0)
    flags, tags = reader.number("<I"), reader.number("<I")
    source, when = _forwarded(reader)
    author = reader.number("<q") if reader.number("<b") else None
    text = reader.string()
    media: list[dict[str, Any]] = []
    referenced: list[tuple[int, int]] = []
    problem = None
    try:
        for _ in range(reader.count(4)):
            reader.skip(reader.count(1))
        media.extend(decode(reader.take(reader.count(1))) for _ in range(reader.count(4)))
        referenced.extend((reader.number("<i"), reader.number("<q")) for _ in range(reader.count(12)))
    except (Damaged, HostileEvidence) as error:
        problem = str(error)
    return Message(flags, tags, author, text, source, when, media, referenced, problem)


def _forwarded(reader: _Reader) -> tuple[int | None, int | None]:
    """From whom a message was forwarded, and when that one was written."""
    flags = reader.number("<b")
    if flags == 0:
        return None, None
    author, when = reader.number("<q"), reader.number("<i")
    reader.skip((8 if flags & 2 else 0) + (16 if flags & 4 else 0))
    for bit in (8, 16):
        if flags & bit:
            reader.string()
    reader.skip(4 if flags & 32 else 0)
    return author or None, when or None


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.place = 0

    def take(self, size: int) -> bytes:
        if size < 0 or self.place + size > len(self.data):
            raise Damaged("postbox value", f"it breaks off at byte {self.place}")
        found = self.data[self.place : self.place + size]
        self.place += size
        return found

    def skip(self, size: int) -> None:
        self.take(size)

    def number(self, form: str) -> Any:  # noqa: ANN401 - an integer, or a float for "d"
        return struct.unpack(form, self.take(struct.calcsize(form)))[0]

    def count(self, least: int) -> int:
        """A number of items that take at least that many bytes each; more than are left is an attack or damage."""
        found = self.number("<i")
        if not 0 <= found <= MAX_ITEMS * 64 or found * least > len(self.data) - self.place:
            raise Damaged("postbox value", f"{found} items are announced at byte {self.place}")
        return int(found)

    def string(self) -> str:
        return self.take(self.count(1)).decode("utf-8", "backslashreplace")

    def fields(self, end: int, depth: int) -> dict[str, Any]:
        if depth > MAX_DEPTH:
            raise HostileEvidence("postbox value", f"it nests deeper than {MAX_DEPTH} levels")
        found: dict[str, Any] = {}
        while self.place < end:
            name = self.take(self.number("<B")).decode("utf-8", "backslashreplace")
            found[name] = self.value(self.number("<B"), depth)
        return found

    def value(self, kind: int, depth: int) -> Any:  # noqa: ANN401 - any value of the format
        if kind in _NUMBERS:
            found = self.number(_NUMBERS[kind])
            return bool(found) if kind == 2 else found
        match kind:
            case 4:
                return self.string()
            case 5:
                return self.object(depth)
            case 6 | 7:
                size = 4 if kind == 6 else 8
                return [self.number("<i" if kind == 6 else "<q") for _ in range(self.count(size))]
            case 8:
                return [self.object(depth) for _ in range(self.count(8))]
            case 9:
                return [(self.object(depth), self.object(depth)) for _ in range(self.count(16))]
            case 10:
                return self.take(self.count(1))
            case 11:
                return None
            case 12:
                return [self.string() for _ in range(self.count(4))]
            case 13:
                return [self.take(self.count(1)) for _ in range(self.count(4))]
        raise Damaged("postbox value", f"type {kind} at byte {self.place} is not known")

    def object(self, depth: int) -> dict[str, Any]:
        kind, size = self.number("<i"), self.count(1)
        inner = _Reader(self.take(size))
        return {"@type": kind, **inner.fields(size, depth + 1)}
