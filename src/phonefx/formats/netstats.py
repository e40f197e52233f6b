"""Reads Android's statistics of network use (`netstats/uid.…`, `xt.…`), version 16 of the file.

Big-endian. For each set of networks it holds, for each user id of an app, how many bytes went through in each stretch
of time. The layout is that of the published platform (`NetworkStatsCollection`, `NetworkStatsHistory`).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, NamedTuple

from phonefx.errors import Damaged

MAGIC: Final = b"ANET"
_WHAT: Final = "network statistics"
_UNIFIED: Final = 16
_MOST: Final = 64 << 20


class Identity(NamedTuple):
    """One network: its type and sub-type by number, the subscriber's number (IMSI), the name of a Wi-Fi, roaming."""

    type: int
    subtype: int
    subscriber: str | None
    network: str | None
    roaming: bool


class Use(NamedTuple):
    """What one user id did on one set of networks.

    Times are milliseconds since 1970, UTC: the begin of the first stretch and the end of the last one with bytes in it.
    """

    networks: tuple[Identity, ...]
    uid: int
    set: int
    tag: int
    first_ms: int
    last_ms: int
    received: int
    sent: int
    stretches: int
    offset: int


@dataclass(slots=True)
class File:
    """One file of statistics. Reading all of it sets `damage` where it breaks off."""

    content: bytes
    damage: str = ""

    def uses(self) -> Iterator[Use]:
        """Give what each user id did on each set of networks, in the order in which it stands."""
        reader = _Reader(self.content)
        try:
            reader.head()
            for _ in range(reader.count()):
                networks = tuple(reader.identities())
                for _ in range(reader.count()):
                    offset = reader.at
                    uid, kind, tag = reader.int32(), reader.int32(), reader.int32()
                    yield Use(networks, uid, kind, tag, *reader.history(), offset)
        except Damaged as error:
            self.damage = str(error.args[-1])


def read(file: BinaryIO) -> File:
    """Read a file of statistics.

    Raises:
        Damaged: it is larger than 64 MiB, which no such file is.
    """
    content = file.read(_MOST + 1)
    if len(content) > _MOST:
        raise Damaged(_WHAT, "larger than 64 MiB")
    return File(content)


class _Reader:
    """Takes values one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, length: int) -> bytes:
        found = self.data[self.at : self.at + length]
        if length < 0 or len(found) < length:
            raise Damaged(_WHAT, "it breaks off")
        self.at += length
        return found

    def head(self) -> None:
        if self.take(len(MAGIC)) != MAGIC:
            raise Damaged(_WHAT, "it does not begin with ANET")
        if (version := self.int32()) != _UNIFIED:
            raise Damaged(_WHAT, f"version {version} of the file is not known")

    def int32(self) -> int:
        return int.from_bytes(self.take(4), "big", signed=True)

    def int64(self) -> int:
        return int.from_bytes(self.take(8), "big", signed=True)

    def flag(self) -> bool:
        return self.take(1) != b"\x00"

    def count(self) -> int:
        found = self.int32()
        if not 0 <= found <= len(self.data):
            raise Damaged(_WHAT, "it states a number of entries that cannot be")
        return found

    def text(self) -> str | None:
        if not self.flag():
            return None
        (length,) = struct.unpack(">H", self.take(2))
        return self.take(length).decode("utf-8", "backslashreplace")

    def identities(self) -> Iterator[Identity]:
        version = self.int32()
        for _ in range(self.count()):
            if version <= 1:
                self.int32()
            kind, subtype, subscriber = self.int32(), self.int32(), self.text()
            network = self.text() if version >= 3 else None
            roaming = self.flag() if version >= 2 else False
            for since, length in ((4, 1), (5, 1), (6, 4), (7, 4)):
                self.take(length if version >= since else 0)
            yield Identity(kind, subtype, subscriber, network, roaming)

    def varints(self) -> list[int]:
        length = self.int32()
        if length == -1:
            return []
        if not 0 <= length <= len(self.data) - self.at:
            raise Damaged(_WHAT, "it states a number of entries that cannot be")
        found = []
        for _ in range(length):
            value = shift = 0
            while (byte := self.take(1)[0]) >= 0x80 and shift < 63:
                value |= (byte & 0x7F) << shift
                shift += 7
            found.append(value | (byte & 0x7F) << shift)
        return found

    def longs(self) -> list[int]:
        return [self.int64() for _ in range(self.count())]

    def history(self) -> tuple[int, int, int, int, int]:
        """Give (first, last, received, sent, number of stretches) of one history."""
        version = self.int32()
        if version not in (1, 2, 3):
            raise Damaged(_WHAT, f"version {version} of a history is not known")
        duration = self.int64()
        if version == 1:
            starts, received, sent = self.longs(), self.longs(), self.longs()
        else:
            starts = self.varints()
            if version == 3:
                self.varints()
            received, _, sent, _, _ = (self.varints() for _ in range(5))
        if not starts:
            return 0, 0, 0, 0, 0
        return starts[0], starts[-1] + duration, sum(received), sum(sent), len(starts)
