"""What the process that lists a file system and the one that waits for it say to each other.

Frames: a letter, the length in four bytes, the content. Most of them hold a list in JSON. Nodes are passed in columns,
whose reading needs no trust in who wrote them: whatever does not fit is a ValueError.
"""

from __future__ import annotations

import json
import struct
import sys
from array import array
from typing import IO, TYPE_CHECKING, Any, Final, cast

from phonefx.evidence.images.filesystem import Nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WORDS, NODES, BYTES = b"w", b"n", b"b"
_HEAD: Final = struct.Struct("<cI")
_NEVER: Final = -(1 << 63)
_FORMS: Final = ("file", "dir", "link", "special")
_STATES: Final = ("live", "deleted")
_BASES: Final = ("utc", "device", "unknown")


def put(kind: bytes, data: bytes, out: IO[bytes]) -> None:
    """Write one frame."""
    out.write(_HEAD.pack(kind, len(data)) + data)
    out.flush()


def put_words(out: IO[bytes], *words: object) -> None:
    """Write a frame of words: texts, numbers and lists of them."""
    put(WORDS, json.dumps(words).encode(), out)


def get(source: IO[bytes]) -> tuple[bytes, bytes]:
    """Read one frame: (letter, content); EOFError where there is none."""
    head = source.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise EOFError
    kind, size = _HEAD.unpack(head)
    data = source.read(size)
    if len(data) < size:
        raise EOFError
    return kind, data


def words_of(data: bytes) -> list[Any]:
    """Read a frame of words."""
    found = json.loads(data)
    if not isinstance(found, list):
        raise TypeError
    return found


def packed(nodes: Nodes) -> bytes:
    """Put nodes into one frame: paths, sizes, times, bases, forms, states, inodes, and what stands for an inode."""
    paths, sizes, times, bases, forms, states, idents = nodes
    told: dict[int, object] = {}
    try:
        inodes = _numbers("Q", cast("Sequence[int]", idents))
    except TypeError:
        told = {at: ident for at, ident in enumerate(idents) if not isinstance(ident, int)}
        inodes = _numbers("Q", (cast("int", 0 if at in told else ident) for at, ident in enumerate(idents)))
    parts = (
        "\0".join(paths).encode("utf-8", "surrogateescape"),
        _numbers("Q", sizes),
        _numbers("q", (_NEVER if time is None else time for time in times) if None in times else times),  # type: ignore[arg-type]
        _codes(bases, _BASES),
        _codes(forms, _FORMS),
        _codes(states, _STATES),
        inodes,
        json.dumps(list(told.items())).encode() if told else b"",
    )
    return struct.pack("<8I", *map(len, parts)) + b"".join(parts)


def unpacked(data: bytes) -> Nodes:
    """Read the nodes of a frame."""
    lengths, at = struct.unpack_from("<8I", data), 32
    if at + sum(lengths) != len(data):
        raise ValueError
    parts = []
    for length in lengths:
        parts.append(data[at : at + length])
        at += length
    paths = parts[0].decode("utf-8", "surrogateescape").split("\0")
    count = len(paths)
    if any(len(parts[at]) != count * width for at, width in ((1, 8), (2, 8), (3, 1), (4, 1), (5, 1), (6, 8))):
        raise ValueError
    times: Sequence[int | None] = _read("q", parts[2])
    if _NEVER.to_bytes(8, "little", signed=True) in parts[2]:
        times = [None if time == _NEVER else time for time in times]
    idents: Sequence[object] = _read("Q", parts[6])
    if parts[7]:
        idents = list(idents)
        for place, ident in json.loads(parts[7]):
            idents[place] = ident
    bases, forms, states = (_words(parts[at], words) for at, words in ((3, _BASES), (4, _FORMS), (5, _STATES)))
    return Nodes(paths, _read("Q", parts[1]), times, bases, forms, states, idents)


def _codes(column: Sequence[str], words: tuple[str, ...]) -> bytes:
    """Give the place of each word of a column among those there are."""
    if column.count(column[0]) == len(column):
        return bytes([words.index(column[0])]) * len(column)
    return bytes(map({word: code for code, word in enumerate(words)}.__getitem__, column))


def _words(codes: bytes, words: tuple[str, ...]) -> Sequence[str]:
    if max(codes) >= len(words):
        raise ValueError
    return [words[codes[0]]] * len(codes) if codes.count(codes[:1]) == len(codes) else [*map(words.__getitem__, codes)]


def _numbers(kind: str, values: Iterable[int]) -> bytes:
    found = array(kind, values)
    if sys.byteorder == "big":
        found.byteswap()
    return found.tobytes()


def _read(kind: str, data: bytes) -> array[int]:
    found = array(kind, data)
    if sys.byteorder == "big":
        found.byteswap()
    return found
