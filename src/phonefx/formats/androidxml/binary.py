"""Reads Android's binary XML, which the system writes since Android 12 (ABX, version 0; big-endian).

A stream of tokens: the low half of a byte is the event, the high half the type of the value that follows. Names and
repeated texts are numbered on first use. Source: `BinaryXmlSerializer` of the Android Open Source Project.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable
from typing import Final

from phonefx.errors import Damaged, HostileEvidence
from phonefx.formats.androidxml.tree import Builder, Document

MAGIC: Final = b"ABX\x00"
MAX_POOL: Final = 0xFFFF

_END_DOCUMENT, _START_TAG, _END_TAG, _TEXT, _CDATA, _ENTITY, _SPACE, _ATTRIBUTE = 1, 2, 3, 4, 5, 6, 7, 15
_CONTENT: Final = {_TEXT, _CDATA, _ENTITY, _SPACE}


def loads(data: bytes) -> Document:
    """Read binary XML; see the package."""
    reader, builder, damage = _Reader(data), Builder(), ""
    try:
        _read(reader, builder)
    except (struct.error, IndexError, ValueError) as error:
        damage = f"at byte {reader.at}: {error or 'cut short'}"
    builder.finish()
    if not builder.top.children:
        raise Damaged("binary XML file", damage or "no element in it")
    return Document("binary", builder.top.children, damage)


def _read(reader: _Reader, builder: Builder) -> None:
    while reader.at < len(reader.data):
        token = reader.byte()
        event, form = token & 0x0F, token & 0xF0
        if event == _START_TAG:
            builder.start(reader.interned())
        elif event == _ATTRIBUTE:
            name = reader.interned()
            builder.stack[-1].attributes[name] = reader.value(form)
        elif event == _END_TAG:
            if (name := reader.interned()) != builder.stack[-1].name:
                raise ValueError(f"{name!r} ends within {builder.stack[-1].name!r}")
            builder.end()
        elif event == _END_DOCUMENT:
            return
        elif event in _CONTENT:
            if form == 0x30:  # a long text that is numbered could be repeated for three bytes each time
                raise ValueError("content that is a numbered text")
            builder.text(reader.value(form))
        else:
            reader.value(form)
    raise ValueError("it ends without its end mark")


class _Reader:
    """Takes values from the stream."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = len(MAGIC)
        self.pool: list[str] = []
        self.forms: dict[int, Callable[[], str]] = {
            0x10: str, 0x20: self.utf, 0x30: self.interned, 0x40: lambda: self.raw().hex(),
            0x50: lambda: base64.b64encode(self.raw()).decode(), 0x60: lambda: str(self.number(">i")),
            0x70: lambda: f"{self.number('>I'):x}", 0x80: lambda: str(self.number(">q")),
            0x90: lambda: f"{self.number('>Q'):x}", 0xA0: lambda: repr(self.number(">f")),
            0xB0: lambda: repr(self.number(">d")), 0xC0: lambda: "true", 0xD0: lambda: "false",
        }  # fmt: skip

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def number(self, form: str) -> int | float:
        (value,) = struct.unpack_from(form, self.data, self.at)
        self.at += struct.calcsize(form)
        found: int | float = value
        return found

    def raw(self) -> bytes:
        size = int(self.number(">H"))
        if self.at + size > len(self.data):
            raise ValueError("a value reaches beyond the end")
        self.at += size
        return self.data[self.at - size : self.at]

    def utf(self) -> str:
        """Read text; Java may write characters beyond the basic plane as two surrogates, and NUL as C0 80."""
        found = self.raw()
        for spelling in (found, found.replace(b"\xc0\x80", b"\0")):
            try:
                return (
                    spelling.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass").decode("utf-16-le")
                )
            except UnicodeDecodeError:
                continue
        return found.decode("utf-8", "replace")

    def interned(self) -> str:
        index = int(self.number(">H"))
        if index != MAX_POOL:
            return self.pool[index]
        if len(self.pool) >= MAX_POOL:
            raise HostileEvidence("binary XML file", f"more than {MAX_POOL} names")
        self.pool.append(self.utf())
        return self.pool[-1]

    def value(self, form: int) -> str:
        if form not in self.forms:
            raise ValueError(f"no such type of value: {form:#04x}")
        return self.forms[form]()
