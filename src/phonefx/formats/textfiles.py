"""Reads whole text and JSON files, plain or compressed (zlib, gzip), within a limit."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from phonefx.errors import Damaged, HostileEvidence

MAX_BYTES: Final = 512 << 20
_GZIP_OR_ZLIB: Final = 32 + 15


def read_bytes(file: BinaryIO) -> bytes:
    """Read a file of at most 512 MiB, inflating it if it is a zlib or gzip stream.

    Raises:
        Damaged: a compressed stream breaks off or does not hold.
        HostileEvidence: it is larger, or inflates to more.
    """
    data = file.read(MAX_BYTES + 1)
    if data[:2] == b"\x1f\x8b" or (len(data) > 2 and data[0] == 0x78 and int.from_bytes(data[:2], "big") % 31 == 0):
        inflater = zlib.decompressobj(_GZIP_OR_ZLIB)
        try:
            data = inflater.decompress(data, MAX_BYTES + 1)
        except zlib.error as error:
            raise Damaged("compressed file", str(error)) from error
        if not inflater.eof and len(data) <= MAX_BYTES:
            raise Damaged("compressed file", f"it breaks off after {len(data)} bytes")
    if len(data) > MAX_BYTES:
        raise HostileEvidence("file", "larger than 512 MiB")
    return data


def read_json(file: BinaryIO) -> Any:  # noqa: ANN401 - whatever the file holds
    """Read a JSON file (UTF-8 with or without a byte order mark, UTF-16).

    Raises:
        Damaged: it is no JSON.
        HostileEvidence: it nests beyond reason.
    """
    data = read_bytes(file)
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = data.decode("utf-16" if wide else "utf-8-sig", "replace")
    try:
        return json.loads(text)
    except ValueError as error:
        raise Damaged("JSON file", str(error)) from error
    except RecursionError:
        raise HostileEvidence("JSON file", "it nests too deep") from None


def read_lines(file: BinaryIO) -> list[str]:
    """Read the lines of a text file; bytes that are no UTF-8 stand as escapes."""
    return read_bytes(file).decode("utf-8", "backslashreplace").splitlines()


def read_json_lines(file: BinaryIO) -> Iterator[Any]:
    """Read the JSON value of each line of a file; None for a line that is no JSON."""
    for line in read_lines(file):
        try:
            yield json.loads(line)
        except (ValueError, RecursionError):
            yield None
