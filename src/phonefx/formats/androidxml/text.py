"""Reads XML written as text: entities are never expanded, nothing outside the file is looked at."""

from __future__ import annotations

import re
from xml.parsers import expat

from phonefx.errors import Damaged, HostileEvidence
from phonefx.formats.androidxml.tree import Builder, Document

_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_PAIR = re.compile(rb"&#(5[5-6]\d{3});&#(5[6-7]\d{3});")
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]{1,6})|(\d{1,7}));")
_DECLARATION = re.compile(rb"\s*<\?xml[^>]{0,200}\?>")
_REPLACED = b"\xef\xbf\xbd"
_WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def loads(data: bytes) -> Document:
    """Read text XML with one root element or several; see the package."""
    if encoding := _WIDE.get(data[:2]):
        data = data[2:].decode(encoding, "replace").encode()
    data = data.removeprefix(b"\xef\xbb\xbf")
    if not data.lstrip()[:1] == b"<":
        raise Damaged("XML file", "it does not begin with '<'")
    document = _parse(data)
    if document.damage:
        cleaned = _mend(data.decode("utf-8", "replace").encode())
        if cleaned != data:
            document = _parse(cleaned)
            document.repaired = True
    if not document.roots:
        raise Damaged("XML file", document.damage or "no element in it")
    return document


def _parse(data: bytes) -> Document:
    builder = Builder()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        builder.start(name).attributes = attributes

    def refuse(*_: object) -> None:
        raise HostileEvidence("XML file", "it declares entities")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: builder.end()
    parser.CharacterDataHandler = builder.text
    parser.EntityDeclHandler = refuse
    damage = ""
    try:
        parser.Parse(b"<all>", False)  # several files of Android have several roots
        parser.Parse(_DECLARATION.sub(b"", data, count=1), False)
        parser.Parse(b"</all>", True)
    except expat.ExpatError as error:
        damage = str(error)
    builder.finish()
    whole = builder.top.children[0] if builder.top.children else builder.top
    return Document("text", whole.children, damage)


def _mend(data: bytes) -> bytes:
    """Mend what XML forbids and real files hold: numbered surrogates, numbered and bare control characters."""
    return _CONTROL.sub(_REPLACED, _REFERENCE.sub(_allowed, _PAIR.sub(_joined, data)))


def _joined(match: re.Match[bytes]) -> bytes:
    high, low = int(match[1]), int(match[2])
    if 0xD800 <= high < 0xDC00 <= low < 0xE000:
        return f"&#{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)};".encode()
    return match[0]


def _allowed(match: re.Match[bytes]) -> bytes:
    number = int(match[1], 16) if match[1] else int(match[2])
    forbidden = (number < 32 and number not in (9, 10, 13)) or 0xD800 <= number < 0xE000 or number > 0x10FFFF
    return _REPLACED if forbidden else match[0]
