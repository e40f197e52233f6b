"""Write-ahead logs: every frame, which of them SQLite would use, and what older generations left behind."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from phonefx.formats.sqlite.bytefile import Bytes
from phonefx.formats.sqlite.header import PAGE_SIZES

MAGICS = {0x377F0682: "<", 0x377F0683: ">"}
HEADER, FRAME = 32, 24
_WORDS = struct.Struct(">6I")
_MASK = 0xFFFFFFFF


class Standing(Enum):
    """What a frame of the log is."""

    COMMITTED = "committed"
    UNCOMMITTED = "uncommitted"
    OLD = "old generation"


class Frame(NamedTuple):
    """One page image in the log; `number` counts from 1, `commit` counts transactions of its generation."""

    number: int
    page: int
    offset: int
    standing: Standing
    commit: int
    closes: int
    salts: tuple[int, int]


@dataclass
class Wal:
    """A parsed log: its frames in file order and, per page, where they stand."""

    source: Bytes
    page_size: int
    frames: list[Frame]
    pages: int
    faults: tuple[str, ...] = ()
    _where: dict[tuple[tuple[int, int], int], list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for index, frame in enumerate(self.frames):
            self._where.setdefault((frame.salts, frame.page), []).append(index)

    def live(self) -> dict[int, Frame]:
        """Give the newest committed frame of each page: what SQLite would read."""
        return {frame.page: frame for frame in self.frames if frame.standing is Standing.COMMITTED}

    def newest(self, page: int, until: Frame) -> Frame | None:
        """Give the frame of a page that was the newest when `until` was written, within its generation."""
        indexes = self._where.get((until.salts, page), ())
        at = bisect_right(indexes, until.number - 1)
        return self.frames[indexes[at - 1]] if at else None


def checksum(data: bytes, order: str, start: tuple[int, int]) -> tuple[int, int]:
    """Continue the running checksum of the log over some bytes (a multiple of eight)."""
    s0, s1 = start
    words = iter(struct.unpack(f"{order}{len(data) // 4}I", data))
    for x0, x1 in zip(words, words, strict=True):
        s0 = s0 + x0 + s1 & _MASK
        s1 = s1 + x1 + s0 & _MASK
    return s0, s1


def read(source: Bytes) -> Wal | None:
    """Read a log; None where there is none (empty, or its header is not one)."""
    head = source.read(0, HEADER)
    if len(head) < HEADER:
        return None
    magic, _version, page_size, _sequence, salt1, salt2 = _WORDS.unpack_from(head, 0)
    page_size = 65536 if page_size == 1 else page_size
    if magic not in MAGICS or page_size not in PAGE_SIZES:
        return None
    order = MAGICS[magic]
    running = checksum(head[:24], order, (0, 0))
    faults = () if running == struct.unpack_from(">2I", head, 24) else ("the checksum of the log header is wrong",)
    chain = _Chain(order, running, (salt1, salt2), not faults)
    raw: list[tuple[int, int, tuple[int, int], bool]] = []
    for offset in range(HEADER, source.size - FRAME - page_size + 1, FRAME + page_size):
        data = source.read(offset, FRAME + page_size)
        page, closes, s1, s2, _c1, _c2 = _WORDS.unpack_from(data, 0)
        raw.append((page, closes, (s1, s2), chain.accepts(data)))
    frames, pages = _classify(raw, page_size)
    return Wal(source, page_size, frames, pages, faults)


class _Chain:
    """The running check that SQLite itself makes: salts and checksums, up to the first frame that fails."""

    def __init__(self, order: str, running: tuple[int, int], salts: tuple[int, int], intact: bool) -> None:
        self._order, self._running, self._salts, self._intact = order, running, salts, intact

    def accepts(self, data: bytes) -> bool:
        """Say whether the next frame continues the chain."""
        if not self._intact:
            return False
        page, _closes, s1, s2, c1, c2 = _WORDS.unpack_from(data, 0)
        if (s1, s2) != self._salts or page == 0:
            self._intact = False
            return False
        running = checksum(data[:8], self._order, self._running)
        self._running = checksum(data[FRAME:], self._order, running)
        self._intact = self._running == (c1, c2)
        return self._intact


def _classify(raw: Iterable[tuple[int, int, tuple[int, int], bool]], page_size: int) -> tuple[list[Frame], int]:
    rows = list(raw)
    last = max((index for index, row in enumerate(rows) if row[3] and row[1]), default=-1)
    closing: dict[tuple[int, int], int] = {row[2]: index for index, row in enumerate(rows) if row[1] and not row[3]}
    commits: dict[tuple[int, int], int] = {}
    frames: list[Frame] = []
    for index, (page, closes, salts, chained) in enumerate(rows):
        if chained:
            standing = Standing.COMMITTED if index <= last else Standing.UNCOMMITTED
        else:
            standing = Standing.OLD if index <= closing.get(salts, -1) else Standing.UNCOMMITTED
        count = commits.setdefault(salts, 1)
        offset = HEADER + index * (FRAME + page_size) + FRAME
        if page:
            frames.append(Frame(len(frames) + 1, page, offset, standing, count, closes, salts))
        if closes:
            commits[salts] = count + 1
    return frames, rows[last][1] if last >= 0 else 0
