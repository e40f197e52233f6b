"""Reads vCards (2.1, 3.0, 4.0) as phones and address books export them: one card after the other, nothing lost.

Folded lines, quoted-printable with its soft line breaks, base64, grouped properties and cards that never end are read.
Source of knowledge: the vCard 2.1 specification, RFC 2426 and RFC 6350, and exports of Android, iOS and Gmail.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from phonefx.errors import Damaged, HostileEvidence

MAX_PROPERTY = 32 << 20
MAX_PROPERTIES = 100_000
_ESCAPE = re.compile(r"\\([nN,;:\\])")
_TOKEN = re.compile(r"\\.|[^\\;]+|;|\\", re.DOTALL)
_ENCODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "7BIT", "8BIT"})


@dataclass(frozen=True, slots=True)
class Property:
    """One line of a card: group (`item1`), name, parameters by name, and the value.

    `value` is text with its transfer encoding and its character set undone, escapes still in it; `data` the bytes of a
    base64 value, whose `value` is empty; base64 that is cut or broken stays in `value` as written. `offset` is where it
    begins in the file. `types` are the words that say what kind of number or address it is, in lower case.
    """

    group: str | None
    name: str
    parameters: dict[str, list[str]]
    value: str
    data: bytes | None
    offset: int

    @property
    def text(self) -> str:
        """The value with its escapes undone."""
        return _unescaped(self.value)

    @property
    def components(self) -> list[str]:
        """The parts of a structured value (N, ADR, ORG), escapes undone."""
        parts: list[list[str]] = [[]]
        for token in _TOKEN.findall(self.value):
            if token == ";":
                parts.append([])
            else:
                parts[-1].append(token)
        return [_unescaped("".join(part)) for part in parts]

    @property
    def types(self) -> list[str]:
        """What kind of number or address it is: `cell`, `home`, ..."""
        return [one.lower() for part in self.parameters.get("TYPE", []) for one in part.split(",") if one]


@dataclass(slots=True)
class Card:
    """One card: where it begins, its properties in order, and whether it was closed (`END:VCARD`)."""

    offset: int
    properties: list[Property] = field(default_factory=list)
    closed: bool = False

    def all(self, name: str) -> list[Property]:
        """Give every property of a name."""
        return [one for one in self.properties if one.name == name]

    def text(self, name: str) -> str | None:
        """Give the text of the first property of a name, or None."""
        found = self.all(name)
        return found[0].text if found else None

    @property
    def name(self) -> str | None:
        """The name to show: FN, else the parts of N from title to suffix, else None."""
        shown = self.text("FN")
        if shown:
            return shown
        parts = [*self.all("N")[0].components, *[""] * 5] if self.all("N") else []
        return " ".join(part for part in (*parts[3:4], *parts[1:3], *parts[:1], *parts[4:5]) if part) or shown


def read(file: BinaryIO) -> Iterator[Card]:
    """Give the cards of a file one by one.

    A card that another one interrupts, or the end of the file, comes with `closed` false. Lines outside cards are no
    part of any.

    Raises:
        Damaged: there is no card in it.
        HostileEvidence: a property of more than 32 MiB, or more than 100,000 in one card.
    """
    card: Card | None = None
    found = False
    for offset, line in _logical_lines(file):
        mark = line.strip().upper()
        if mark == b"BEGIN:VCARD":
            if card is not None:
                yield card
            card, found = Card(offset), True
        elif card is not None and mark == b"END:VCARD":
            card.closed = True
            yield card
            card = None
        elif card is not None and line.strip():
            if len(card.properties) >= MAX_PROPERTIES:
                raise HostileEvidence("vCard file", f"a card of more than {MAX_PROPERTIES} properties")
            card.properties.append(_property(offset, line))
    if card is not None:
        yield card
    if not found:
        raise Damaged("vCard file", "there is no card in it")


def _logical_lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Put folded lines and soft line breaks together again."""
    pieces: list[bytes] = []
    start = offset = size = 0
    while line := file.readline(MAX_PROPERTY + 1):
        bare = line.rstrip(b"\r\n").removeprefix(b"\xef\xbb\xbf" if offset == 0 else b"")
        soft = (
            bool(pieces) and pieces[-1].endswith(b"=") and b"QUOTED-PRINTABLE" in pieces[0].partition(b":")[0].upper()
        )
        if pieces and soft:
            pieces[-1] = pieces[-1][:-1]
            pieces.append(bare.lstrip(b" \t"))
        elif pieces and bare[:1] in (b" ", b"\t"):
            pieces.append(bare[1:])
        else:
            if pieces:
                yield start, b"".join(pieces)
            pieces, start, size = [bare], offset, 0
        size += len(bare)
        if size > MAX_PROPERTY:
            raise HostileEvidence("vCard file", f"a property of more than {MAX_PROPERTY} bytes at {start}")
        offset += len(line)
    if pieces:
        yield start, b"".join(pieces)


def _property(offset: int, line: bytes) -> Property:
    head, value = _split(line)
    words = head.decode("utf-8", "replace").split(";")
    group, _, name = words[0].strip().rpartition(".")
    parameters: dict[str, list[str]] = {}
    for word in words[1:]:
        key, equals, content = word.partition("=")
        if not equals:  # vCard 2.1 writes the bare word
            key, content = ("ENCODING" if word.upper() in _ENCODINGS else "TYPE"), word
        parameters.setdefault(key.strip().upper(), []).append(content.strip().strip('"'))
    encoding = (parameters.get("ENCODING") or [""])[-1].upper()
    data = _base64(value) if encoding in ("B", "BASE64") else None
    if encoding == "QUOTED-PRINTABLE":
        value = quopri.decodestring(value)
    text = "" if data is not None else _decoded(value, (parameters.get("CHARSET") or ["utf-8"])[-1])
    return Property(group or None, name.upper(), parameters, text, data, offset)


def _split(line: bytes) -> tuple[bytes, bytes]:
    """Split at the first colon that stands outside quotation marks."""
    quoted = False
    for place, byte in enumerate(line[:4096]):
        if byte == 0x22:
            quoted = not quoted
        elif byte == 0x3A and not quoted:
            return line[:place], line[place + 1 :]
    head, _, value = line.partition(b":")
    return head, value


def _base64(value: bytes) -> bytes | None:
    try:
        return base64.b64decode(b"".join(value.split()), validate=True)
    except binascii.Error:
        return None


def _decoded(raw: bytes, charset: str) -> str:
    """Decode by the stated character set; bytes that do not fit it show as hexadecimal escapes."""
    try:
        return raw.decode(charset)
    except (LookupError, ValueError):
        return raw.decode("utf-8", "backslashreplace")


def _unescaped(value: str) -> str:
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)
