"""Reads the XML files that Android's system and apps keep, written as text or in its binary form (ABX).

`read` tells the two apart by content. Several root elements in one file, control characters that XML forbids and what
follows a truncation are all met on real phones: `Document` says what was there and what was not.
"""

from __future__ import annotations

from typing import BinaryIO

from phonefx.errors import HostileEvidence
from phonefx.formats.androidxml import binary, text
from phonefx.formats.androidxml.preferences import Preference, preferences
from phonefx.formats.androidxml.tree import Document, Element

MAX_BYTES = 256 << 20

__all__ = ["Document", "Element", "Preference", "loads", "preferences", "read"]


def loads(data: bytes) -> Document:
    """Read a whole file; what comes before damage is kept and `Document.damage` says where it ends.

    Raises:
        Damaged: nothing of it is such a file.
        HostileEvidence: it is nested or numerous beyond any real file, or declares entities.
    """
    return binary.loads(data) if data.startswith(binary.MAGIC) else text.loads(data)


def read(file: BinaryIO) -> Document:
    """Read an open file of at most 256 MiB."""
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise HostileEvidence("XML file", "larger than 256 MiB")
    return loads(data)
