"""Reads the body of an Apple note: a compressed protocol buffer whose text stands at 2 > 3 > 2."""

from __future__ import annotations

import zlib

from phonefx.errors import Damaged, HostileEvidence
from phonefx.formats.protobuf import Message

MAX_BYTES = 64 << 20
_GZIP_OR_ZLIB = 32 + 15
_TEXT = (2, 3, 2)


def text(blob: bytes | None) -> str | None:
    """Give the text of a note's body; None where nothing is stored.

    U+FFFC stands where a file, a table or a drawing is.

    Raises:
        Damaged: it is no such body (a locked note's is encrypted), or breaks off.
        HostileEvidence: it inflates to more than 64 MiB.
    """
    if not blob:
        return None
    inflater = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        data = inflater.decompress(memoryview(blob), MAX_BYTES + 1)
    except zlib.error as error:
        raise Damaged("note", f"it does not inflate: {error}") from error
    if len(data) > MAX_BYTES:
        raise HostileEvidence("note", "it inflates to more than 64 MiB")
    found = Message(data).message(*_TEXT[:-1])
    shown = found.data(_TEXT[-1])
    if shown is None:
        raise Damaged("note", "it holds no text")
    return shown.decode("utf-8", "backslashreplace")
