"""Reads XML written as text: entities are never expanded, nothing outside the file is looked at."""

from __future__ import annotations

import re
from xml.parsers import expat

from phonefx.errors import Damaged, HostileEvidence
from phonefx.formats.androidxml.tree import Builder, Document

_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:[0-8]|1[124-9]|2[0-9]|3[01]|x0?[0-8bcef]|x1[0-9a-f]);", re.I)
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
        cleaned = _CONTROL.sub(_REPLACED, data.decode("utf-8", "replace").encode())
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
    whole = builder.top.children[0] if builder.top.children else builder.top
    return Document("text", whole.children, damage)
