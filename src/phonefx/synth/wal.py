"""Make a write-ahead log repeatable: give it salts that come from the scenario instead of from chance.

SQLite draws the salts of a log at random, and every checksum of the log depends on them. The pages in the log are
not touched; salts and checksums are written anew in the way of https://www.sqlite.org/fileformat2.html#walformat.
Frames left from before a checkpoint keep salts of their own, as they do on a phone.
"""

from __future__ import annotations

import hashlib
import struct
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

HEADER: Final = 32
FRAME_HEADER: Final = 24
_MASK: Final = 0xFFFFFFFF
_BIG_ENDIAN_SUMS: Final = 0x377F0683


def checksum(data: bytes, start: tuple[int, int], order: str) -> tuple[int, int]:
    """Continue the log's two running sums over `data`, whose length is a multiple of eight."""
    first, second = start
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for index in range(0, len(words), 2):
        first = (first + words[index] + second) & _MASK
        second = (second + words[index + 1] + first) & _MASK
    return first, second


def resalt(log: Path, seed: str) -> None:
    """Rewrite salts and checksums of a log file in place."""
    data = bytearray(log.read_bytes())
    magic, _, page_size = struct.unpack_from(">III", data)
    order = ">" if magic == _BIG_ENDIAN_SUMS else "<"
    salts = _Salts(seed, data[16:24])
    data[16:24] = salts.of(data[16:24])
    sums = checksum(bytes(data[:24]), (0, 0), order)
    struct.pack_into(">II", data, 24, *sums)
    previous = bytes(data[16:24])
    for at in range(HEADER, len(data) - FRAME_HEADER - page_size + 1, FRAME_HEADER + page_size):
        salt = salts.of(data[at + 8 : at + 16])
        if salt != previous:
            sums = checksum(salt, (0, 0), order)
            previous = salt
        data[at + 8 : at + 16] = salt
        body = at + FRAME_HEADER
        sums = checksum(bytes(data[at : at + 8]), sums, order)
        sums = checksum(bytes(data[body : body + page_size]), sums, order)
        struct.pack_into(">II", data, at + 16, *sums)
    log.write_bytes(data)


class _Salts:
    """The new salt of each generation: the first word counts up by one with each reset, as SQLite does it."""

    def __init__(self, seed: str, current: bytes | bytearray) -> None:
        digest = hashlib.sha256(f"{seed} salt".encode()).digest()
        self._seed = seed
        self._base = int.from_bytes(digest[:4], "big")
        self._current = int.from_bytes(current[:4], "big")

    def of(self, old: bytes | bytearray) -> bytes:
        back = (self._current - int.from_bytes(old[:4], "big")) & _MASK
        second = hashlib.sha256(f"{self._seed} salt {back}".encode()).digest()[:4]
        return struct.pack(">I", (self._base - back) & _MASK) + second
