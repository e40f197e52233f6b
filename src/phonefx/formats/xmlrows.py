"""Reads large XML files row by row: the elements of given names, one at a time, each as a small tree.

Made for exports that people hand over: nothing outside the file is ever fetched, a file that declares entities is
refused, and numeric references that XML forbids are mended (emoji written as two halves, control characters).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final
from xml.parsers import expat

from phonefx.errors import Damaged, HostileEvidence

CHUNK: Final = 1 << 18
_DEPTH: Final = 200
_ROW_NODES: Final = 2_000_000
_REFERENCE: Final = re.compile(rb"&#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));")
_PAIR: Final = re.compile(
    rb"&#(?:x([dD][89aAbB][0-9A-Fa-f]{2})|(5[5-6][0-9]{3}));&#(?:x([dD][c-fC-F][0-9A-Fa-f]{2})|(5[67][0-9]{3}));"
)
_HELD: Final = re.compile(
    rb"(?:&#(?:x[dD][89aAbB][0-9A-Fa-f]{2}|5529[6-9]|55[3-9][0-9]{2}|56[0-2][0-9]{2}|563[01][0-9]);)?"
    rb"(?:&(?:#(?:x?[0-9A-Fa-f]{0,8})?)?)?\Z"
)
_TAIL: Final = 40


@dataclass(slots=True)
class Element:
    """An element: its name without name space, attributes, text, and the elements inside it."""

    name: str
    attributes: dict[str, str]
    text: str = ""
    inside: list[Element] = field(default_factory=list)

    def first(self, *names: str) -> Element | None:
        """Give the first element down a path of names."""
        found: Element | None = self
        for name in names:
            found = next((each for each in found.inside if each.name == name), None) if found else None
        return found

    def all(self, name: str) -> list[Element]:
        """Give the elements of a name directly inside."""
        return [each for each in self.inside if each.name == name]

    def said(self, *names: str) -> str | None:
        """Give the text of the first element down a path; None where it is absent or empty."""
        found = self.first(*names)
        return found.text.strip() or None if found else None


@dataclass(slots=True)
class Root:
    """The root element's name and attributes."""

    name: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


def rows(file: BinaryIO, names: Collection[str], root: Root | None = None) -> Iterator[Element]:
    """Give the outermost elements of these names, in order.

    Args:
        file: the XML file.
        names: names without name space.
        root: filled with the root element's name and attributes once it was read.

    Raises:
        Damaged: it is not well-formed from some point on; what stood before was given.
        HostileEvidence: it declares entities, or nests beyond reason.
    """
    reader = _Reader(frozenset(names), root or Root())
    for chunk in _mended(file):
        yield from reader.feed(chunk, final=False)
    yield from reader.feed(b"", final=True)


def _mended(file: BinaryIO) -> Iterator[bytes]:
    rest, first = b"", True
    while chunk := file.read(CHUNK):
        data = rest + chunk
        if first:
            data, first = data.removeprefix(b"\xef\xbb\xbf").lstrip(), False
        held = _HELD.search(data, max(0, len(data) - _TAIL))
        cut = held.start() if held else len(data)
        rest = data[cut:]
        yield _mend(data[:cut])
    if rest:
        yield _mend(rest)


def _mend(data: bytes) -> bytes:
    return _REFERENCE.sub(_allowed, _PAIR.sub(_joined, data)) if b"&#" in data else data


def _joined(match: re.Match[bytes]) -> bytes:
    high = int(match[1], 16) if match[1] else int(match[2])
    low = int(match[3], 16) if match[3] else int(match[4])
    if not (0xD800 <= high < 0xDC00 <= low < 0xE000):
        return match[0]
    return b"&#%d;" % (0x10000 + ((high - 0xD800) << 10) + low - 0xDC00)


def _allowed(match: re.Match[bytes]) -> bytes:
    value = int(match[1], 16) if match[1] else int(match[2])
    fine = value in {9, 10, 13} or 0x20 <= value < 0xD800 or 0xE000 <= value < 0xFFFE or 0x10000 <= value < 0x110000
    return match[0] if fine else b"&#65533;"


class _Reader:
    """The handlers of one parse."""

    def __init__(self, names: frozenset[str], root: Root) -> None:
        self.names = names
        self.root = root
        self.stack: list[Element] = []
        self.done: list[Element] = []
        self.depth = 0
        self.nodes = 0
        self.text: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._said
        self.parser.EntityDeclHandler = self._entity

    def feed(self, data: bytes, *, final: bool) -> Iterator[Element]:
        error: Damaged | None = None
        try:
            self.parser.Parse(data, final)
        except (expat.ExpatError, LookupError) as found:
            error = Damaged("XML", str(found))
        done, self.done = self.done, []
        yield from done
        if error is not None:
            raise error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEPTH:
            raise HostileEvidence("XML", f"more than {_DEPTH} levels")
        bare = name.rpartition(":")[2]
        if self.depth == 1:
            self.root.name, self.root.attributes = bare, attributes
        if self.stack or bare in self.names:
            self._flush()
            self.nodes += 1
            if self.nodes > _ROW_NODES:
                raise HostileEvidence("XML", f"one row of more than {_ROW_NODES} elements")
            element = Element(bare, attributes)
            if self.stack:
                self.stack[-1].inside.append(element)
            self.stack.append(element)

    def _said(self, text: str) -> None:
        if self.stack:
            self.text.append(text)

    def _flush(self) -> None:
        if self.text and self.stack:
            self.stack[-1].text += "".join(self.text)
        self.text.clear()

    def _end(self, _: str) -> None:
        self.depth -= 1
        if self.stack:
            self._flush()
            element = self.stack.pop()
            if not self.stack:
                self.nodes = 0
                self.done.append(element)

    def _entity(self, *declared: object) -> None:
        raise HostileEvidence("XML", f"it declares the entity {declared[0]}")
