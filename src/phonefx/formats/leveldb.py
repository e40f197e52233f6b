"""Reads LevelDB files: the log of latest changes (`.log`) and the sorted tables (`.ldb`, `.sst`).

A store is a folder of such files. Each change has a number; a later one of the same key replaces an earlier one, and a
removal is a change of its own. All of them come out here, those that were replaced or removed too, as long as the
files still hold them. Every block has a check value (CRC-32C), which is compared.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final, NamedTuple

from phonefx.errors import Damaged, HostileEvidence

_WHAT: Final = "LevelDB file"
_MAGIC: Final = bytes.fromhex("57fb808b247547db")
_FOOTER: Final = 48
_BLOCK: Final = 32768
_HEAD: Final = 7
_RATIO: Final = 64
_MOST: Final = 64 << 20
_WHOLE, _FIRST, _MIDDLE, _LAST = 1, 2, 3, 4
_POLYNOMIAL: Final = 0x82F63B78


class Change(NamedTuple):
    """One change of a store: the key, its number, whether a value was put there (or removed), the value, and where.

    `offset` is that of the block in a table, and that of the batch's first record in a log; `place` counts within it.
    """

    key: bytes
    number: int
    put: bool
    value: bytes
    offset: int
    place: int


@dataclass(slots=True)
class File:
    """One file of a store. Reading all its changes sets `damage` where something of it could not be read."""

    content: bytes
    damage: str = ""
    _left: int = field(default=0, init=False)

    @property
    def sorted(self) -> bool:
        """Whether it is a sorted table, by its last bytes; else it is read as a log."""
        return self.content.endswith(_MAGIC)

    def changes(self) -> Iterator[Change]:
        """Give every change in the order in which it stands; blocks that are damaged are left out and told of."""
        self._left = _RATIO * len(self.content) + _BLOCK
        return self._table() if self.sorted else self._log()

    def _tell(self, error: str) -> None:
        self.damage = self.damage or error

    def _table(self) -> Iterator[Change]:
        footer = self.content[-_FOOTER:]
        try:
            _, at = _handle(footer, 0)
            index, _ = _handle(footer, at)
            handles = [_handle(value, 0)[0] for _, value in _entries(self._block(*index))]
        except Damaged as error:
            self._tell(str(error.args[-1]))
            return
        for offset, size in handles:
            try:
                entries = list(_entries(self._block(offset, size)))
                self._spend(sum(len(key) + len(value) for key, value in entries))
            except HostileEvidence as error:
                self._tell(str(error.args[-1]))
                return
            except Damaged as error:
                self._tell(str(error.args[-1]))
                continue
            for place, (key, value) in enumerate(entries):
                if len(key) < 8:
                    self._tell("a key without its number")
                    continue
                packed = int.from_bytes(key[-8:], "little")
                yield Change(key[:-8], packed >> 8, packed & 0xFF == 1, value, offset, place)

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise HostileEvidence(_WHAT, "it unpacks to more than is allowed")

    def _block(self, offset: int, size: int) -> bytes:
        stored = self.content[offset : offset + size]
        kind, written = self.content[offset + size : offset + size + 1], self.content[offset + size + 1 :][:4]
        if len(stored) < size or len(written) < 4:
            raise Damaged(_WHAT, "a block lies behind the end of the file")
        if masked(crc32c(stored + kind)) != int.from_bytes(written, "little"):
            raise Damaged(_WHAT, "the check value of a block does not fit")
        if kind == b"\x00":
            return stored
        if kind == b"\x01":
            found = unsnap(stored)
            self._spend(len(found))
            return found
        raise Damaged(_WHAT, f"a block is packed in a way that is not known ({kind[0]})")

    def _log(self) -> Iterator[Change]:
        begun, start = bytearray(), 0
        for offset, kind, data in self._records():
            if kind in (_WHOLE, _FIRST):
                if begun:
                    self._tell("a batch breaks off")
                begun, start = bytearray(data), offset
            elif begun:
                begun += data
            else:
                self._tell("the beginning of a batch is missing")
                continue
            if kind in (_WHOLE, _LAST):
                yield from self._batch(bytes(begun), start)
                begun = bytearray()
        if begun:
            self._tell("the last batch breaks off")

    def _records(self) -> Iterator[tuple[int, int, bytes]]:
        """Give (offset, kind, data) of each record of a log; a block that is damaged is left at that place."""
        for begin in range(0, len(self.content), _BLOCK):
            block = self.content[begin : begin + _BLOCK]
            at = 0
            while at + _HEAD <= len(block):
                written, length, kind = struct.unpack_from("<IHB", block, at)
                if not (written or length or kind):
                    break
                data = block[at + _HEAD : at + _HEAD + length]
                if len(data) < length or masked(crc32c(bytes([kind]) + data)) != written:
                    self._tell("a record breaks off, or its check value does not fit")
                    break
                if kind in (_WHOLE, _FIRST, _MIDDLE, _LAST):
                    yield begin + at, kind, data
                at += _HEAD + length

    def _batch(self, data: bytes, offset: int) -> Iterator[Change]:
        try:
            yield from _changes(data, offset)
        except Damaged as error:
            self._tell(str(error.args[-1]))


def _changes(data: bytes, offset: int) -> Iterator[Change]:
    """Give the changes of a batch, which begins with the number of the first and how many there are."""
    if len(data) < 12:
        raise Damaged(_WHAT, "a batch without its number")
    number, count = struct.unpack_from("<QI", data)
    at = 12
    for place in range(min(count, len(data))):
        kind = data[at : at + 1]
        if kind not in (b"\x00", b"\x01"):
            raise Damaged(_WHAT, "a batch holds something that is neither a value nor a removal")
        key, at = _bytes(data, at + 1)
        value, at = _bytes(data, at) if kind == b"\x01" else (b"", at)
        yield Change(key, number + place, kind == b"\x01", value, offset, place)


def read(file: BinaryIO) -> File:
    """Read a file of a store; what it is is told by its content.

    Raises:
        Damaged: it is larger than 64 MiB, which no such file is.
    """
    content = file.read(_MOST + 1)
    if len(content) > _MOST:
        raise Damaged(_WHAT, "larger than 64 MiB")
    return File(content)


def varint(data: bytes, at: int) -> tuple[int, int]:
    """Read a number of up to ten bytes: (number, place behind it).

    Raises:
        Damaged: it breaks off or is longer.
    """
    found = 0
    for shift in range(0, 70, 7):
        if at >= len(data):
            raise Damaged(_WHAT, "a number breaks off")
        byte = data[at]
        at += 1
        found |= (byte & 0x7F) << shift
        if byte < 0x80:
            return found, at
    raise Damaged(_WHAT, "a number of more than ten bytes")


def _bytes(data: bytes, at: int) -> tuple[bytes, int]:
    length, at = varint(data, at)
    found = data[at : at + length]
    if len(found) < length:
        raise Damaged(_WHAT, "a key or a value breaks off")
    return found, at + length


def _handle(data: bytes, at: int) -> tuple[tuple[int, int], int]:
    offset, at = varint(data, at)
    size, at = varint(data, at)
    return (offset, size), at


def _entries(block: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give (key, value) of a block, whose keys leave out what they share with the one before."""
    if len(block) < 4:
        raise Damaged(_WHAT, "a block without its end")
    end = len(block) - 4 * (int.from_bytes(block[-4:], "little") + 1)
    if end < 0:
        raise Damaged(_WHAT, "a block without its end")
    at, key, left = 0, b"", _RATIO * len(block) + _BLOCK
    while at < end:
        shared, at = varint(block, at)
        own, at = varint(block, at)
        length, at = varint(block, at)
        left -= shared
        if shared > len(key) or at + own + length > end or left < 0:
            raise Damaged(_WHAT, "a key or a value breaks off")
        key = key[:shared] + block[at : at + own]
        at += own
        yield key, block[at : at + length]
        at += length


def unsnap(data: bytes) -> bytes:
    """Unpack Snappy's raw format.

    Raises:
        Damaged: it is none, or says that it is larger than 64 MiB.
    """
    size, at = varint(data, 0)
    if size > _MOST:
        raise Damaged(_WHAT, "a block says that it is larger than 64 MiB")
    out = bytearray()
    while at < len(data):
        tag = data[at]
        at += 1
        if tag & 3 == 0:
            length = tag >> 2
            if length >= 60:
                extra = length - 59
                length, at = int.from_bytes(data[at : at + extra], "little"), at + extra
            piece = data[at : at + length + 1]
            if len(piece) <= length:
                raise Damaged(_WHAT, "a packed block breaks off")
            out += piece
            at += length + 1
        else:
            length, back, at = _copy(data, tag, at)
            if not 0 < back <= len(out):
                raise Damaged(_WHAT, "a packed block points before its beginning")
            _repeat(out, back, length)
        if len(out) > size:
            break
    if len(out) != size:
        raise Damaged(_WHAT, "a packed block has another size than it says")
    return bytes(out)


def _copy(data: bytes, tag: int, at: int) -> tuple[int, int, int]:
    if tag & 3 == 1:
        return 4 + (tag >> 2 & 7), (tag >> 5) << 8 | int.from_bytes(data[at : at + 1], "little"), at + 1
    width = 2 if tag & 3 == 2 else 4
    return 1 + (tag >> 2), int.from_bytes(data[at : at + width], "little"), at + width


def _repeat(out: bytearray, back: int, length: int) -> None:
    piece = bytes(out[-back:])
    out += (piece * (length // back + 1))[:length]


def _table_of_bytes() -> tuple[int, ...]:
    found = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (_POLYNOMIAL if byte & 1 else 0)
        found.append(byte)
    return tuple(found)


_BYTES: Final = _table_of_bytes()


def crc32c(data: bytes) -> int:
    """The check value of Castagnoli."""
    found = 0xFFFFFFFF
    for byte in data:
        found = found >> 8 ^ _BYTES[(found ^ byte) & 0xFF]
    return found ^ 0xFFFFFFFF


def masked(value: int) -> int:
    """A check value as LevelDB writes it, so that data that hold check values give no odd ones."""
    return ((value >> 15 | value << 17) + 0xA282EAD8) & 0xFFFFFFFF
