"""Reads SEGB files, in which iOS keeps its Biome and Duet streams: every record with its state, times and checksum.

Records that the system marked as deleted stay in the file until their place is used again; they come like all others,
with their state. Source of knowledge: published descriptions of the two versions (iOS 15 and 16; iOS 17 and later).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from zlib import crc32

from phonefx.errors import Damaged, HostileEvidence

STATES = {1: "written", 3: "deleted", 4: "empty"}
MAX_PAYLOAD = 64 << 20
_V1_HEAD, _V2_HEAD = 56, 32
_V1_RECORD = struct.Struct("<iiddIi")
_V2_ENTRY = struct.Struct("<iid")


@dataclass(frozen=True, slots=True)
class Record:
    """One record.

    `offset` is where its head begins in the file, `payload` the bytes as they lie there (protobuf or a property list).
    `time` and `second_time` are seconds since 2001-01-01 UTC as stored (version 2 has one). `crc_ok` tells whether the
    payload is the one that was written: in a place that was used again, or wiped, it is not.
    """

    index: int
    offset: int
    state: int
    time: float
    second_time: float | None
    payload: bytes
    crc: int
    crc_ok: bool
    unknown: int

    @property
    def state_name(self) -> str:
        """The state in words: written, deleted, empty; or its number."""
        return STATES.get(self.state, str(self.state))


@dataclass(frozen=True, slots=True)
class Segb:
    """An opened SEGB file: its version, when it was made (version 2: seconds since 2001) and how far its data reach."""

    file: BinaryIO
    version: int
    size: int
    count: int | None
    created: float | None
    data_end: int

    def records(self) -> Iterator[Record]:
        """Give every record in the order in which they lie in the file.

        Raises:
            Damaged: after the records before the damage have been given.
            HostileEvidence: a record of more than 64 MiB.
        """
        return self._version_1() if self.version == 1 else self._version_2()

    def _take(self, start: int, count: int) -> bytes:
        if count > MAX_PAYLOAD:
            raise HostileEvidence("SEGB file", f"a record of {count} bytes at {start}")
        self.file.seek(start)
        data = self.file.read(count)
        if len(data) != count:
            raise Damaged("SEGB file", f"it ends within {count} bytes at {start}")
        return data

    def _version_1(self) -> Iterator[Record]:
        place, index = _V1_HEAD, 0
        while place < self.data_end:
            length, state, time, second, crc, unknown = _V1_RECORD.unpack(self._take(place, _V1_RECORD.size))
            start = place + _V1_RECORD.size
            if length < 0 or start + length > self.size:
                raise Damaged("SEGB file", f"record {index} at {place} states a length of {length}")
            payload = self._take(start, length)
            yield Record(index, place, state, time, second, payload, crc, crc32(payload) == crc, unknown)
            place, index = _aligned(start + length, 8), index + 1

    def _version_2(self) -> Iterator[Record]:
        raw = self._take_trailer()
        entries = sorted(_V2_ENTRY.iter_unpack(raw), key=lambda entry: entry[0])
        place = _V2_HEAD
        for index, (end, state, time) in enumerate(entries):
            stop = _V2_HEAD + end
            if end < 0 or stop > self.data_end:
                raise Damaged("SEGB file", f"record {index} ends at {stop}, the data at {self.data_end}")
            if stop - place < 8:  # nothing of it is stored
                yield Record(index, place, state, time, None, b"", 0, False, 0)
                continue
            crc, unknown = struct.unpack("<Ii", self._take(place, 8))
            payload = self._take(place + 8, stop - place - 8)
            yield Record(index, place, state, time, None, payload, crc, crc32(payload) == crc, unknown)
            place = _aligned(stop, 4)

    def _take_trailer(self) -> bytes:
        self.file.seek(self.data_end)
        return self.file.read(_V2_ENTRY.size * (self.count or 0))


def open_segb(file: BinaryIO) -> Segb:
    """Open a SEGB file of either version.

    Raises:
        Damaged: it is none, or its head does not fit its length.
    """
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(_V1_HEAD)
    if head[:4] == b"SEGB" and len(head) >= _V2_HEAD:
        count, created = struct.unpack_from("<id", head, 4)
        data_end = size - _V2_ENTRY.size * count
        if count < 0 or data_end < _V2_HEAD:
            raise Damaged("SEGB file", f"it states {count} records, for which it is too short")
        return Segb(file, 2, size, count, created, data_end)
    if head[52:56] == b"SEGB":
        (data_end,) = struct.unpack_from("<I", head)
        return Segb(file, 1, size, None, None, data_end)
    raise Damaged("SEGB file", "it does not begin as one")


def _aligned(place: int, step: int) -> int:
    return -(-place // step) * step
