"""Finds the text in an archive that does not decode: a last resort, and marked as such."""

from __future__ import annotations

import re

from phonefx.formats.typedstream.reader import END, INT16, INT32

MAX_BEFORE = 40
_CLASS = re.compile(rb"NS(?:Mutable)?String[\x00\x01]")


def text_by_pattern(blob: bytes) -> str | None:
    """Give the text that stands where an archive keeps one, or None.

    Behind the name of the string class, the type `+`, a length and exactly that many bytes of UTF-8 up to the mark
    that ends an object: nothing else is taken. To be used only on an archive that the decoder refuses.
    """
    for found in _CLASS.finditer(blob):
        mark = blob.find(b"+", found.end(), found.end() + MAX_BEFORE)
        if mark >= 0 and (text := _counted(blob, mark + 1)) is not None:
            return text
    return None


def _counted(blob: bytes, start: int) -> str | None:
    head = blob[start : start + 1]
    width = {INT16: 2, INT32: 4}.get(head[0] if head else -1, 0)
    length = int.from_bytes(blob[start + 1 : start + 1 + width] if width else head, "little")
    if not head or (not width and length >= INT16 - 1):
        return None
    begin = start + 1 + width
    if blob[begin + length : begin + length + 1] != bytes((END,)):
        return None
    try:
        return blob[begin : begin + length].decode("utf-8")
    except UnicodeDecodeError:
        return None
