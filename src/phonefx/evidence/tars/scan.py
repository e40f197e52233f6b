"""Walks the headers of a tar archive: damage in the middle is reported, and reading goes on at the next header."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from phonefx.evidence.blobs import Blob
from phonefx.evidence.tars.headers import BLOCK, Member, is_header, member_name, member_time, number, pax
from phonefx.evidence.tars.sparse import find_holes

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from phonefx.evidence.tree import Exhibit

FORMS: Final = {b"0": "file", b"\0": "file", b"7": "file", b"S": "file", b"1": "hard", b"2": "link", b"5": "dir"}
_EXTENDED_LIMIT: Final = 16 << 20
_SEARCH: Final = 1 << 20
_WINDOW: Final = 1 << 14
_ZERO: Final = bytes(BLOCK)


@dataclass(slots=True)
class _Pending:
    """What extended headers say about the member that follows them."""

    values: dict[str, bytes] = field(default_factory=dict)


class Window(Blob):
    """A blob read through a small window: headers of small members lie close together."""

    def __init__(self, blob: Blob) -> None:
        self.blob = blob
        self.size = blob.size
        self._start = 0
        self._data = b""

    def read_at(self, offset: int, size: int) -> bytes:
        """Read from the window, or move it there."""
        at = offset - self._start
        if at < 0 or at + size > len(self._data):
            if size > _WINDOW:
                return self.blob.read_at(offset, size)
            self._start, self._data, at = offset, self.blob.read_at(offset, _WINDOW), 0
        return self._data[at : at + size]


class TarScan:
    """Walks the headers of a tar archive."""

    def __init__(self, blob: Blob, exhibit: Exhibit) -> None:
        self.blob = Window(blob)
        self.exhibit = exhibit
        self.shared: dict[str, bytes] = {}

    def members(self) -> Iterator[Member]:
        """Give every member; reports damage and goes on behind it."""
        at, pending, ended = 0, _Pending(), False
        while at < self.blob.size:
            block = self.blob.read_at(at, BLOCK)
            if block == _ZERO:
                ended, at = True, at + BLOCK
                continue
            if not is_header(block):
                at, ended = self._resume(at, ended), False
                continue
            ended = False
            try:
                at = yield from self._one(at, block, pending)
            except (ValueError, IndexError) as error:
                self.exhibit.problem("damaged", "", f"a header at byte {at} makes no sense ({error}); skipped")
                at, pending = at + BLOCK, _Pending()
        if not ended:
            self.exhibit.problem("truncated", "", f"no end mark: the archive stops at byte {self.blob.size}")

    def _resume(self, at: int, ended: bool) -> int:
        start = at
        at += BLOCK
        while at < self.blob.size:
            data = self.blob.read_at(at, _SEARCH)
            for inner in range(0, len(data) - BLOCK + 1, BLOCK):
                if data[inner + 257 : inner + 262] == b"ustar" and is_header(data[inner : inner + BLOCK]):
                    self.exhibit.problem("damaged", "", f"no header at byte {start}; goes on at byte {at + inner}")
                    return at + inner
            at += max(len(data) // BLOCK * BLOCK, BLOCK)
        if not ended:
            self.exhibit.problem("damaged", "", f"no header at byte {start} nor behind it")
        return self.blob.size

    def _one(self, at: int, block: bytes, pending: _Pending) -> Generator[Member, None, int]:
        kind, size = block[156:157], number(block[124:136])
        if size < 0:
            raise ValueError("negative size")
        data = at + BLOCK
        following = data + -(-size // BLOCK) * BLOCK
        if kind in b"xgLKX" and kind:
            self._extend(kind, self.blob.read_at(data, min(size, _EXTENDED_LIMIT)), pending)
            return following
        values, pending.values = {**self.shared, **pending.values}, {}
        size = int(values.get("size", size))
        member = Member(member_name(block, values), kind, data, size, size, member_time(block, values))
        member.target = values.get("linkpath", block[157:257].split(b"\0")[0])
        find_holes(self.blob, member, block, values)
        following = member.data + -(-member.stored // BLOCK) * BLOCK
        if following > self.blob.size + BLOCK and kind in FORMS and FORMS[kind] == "file":
            self.exhibit.problem(
                "truncated", member.name.decode("utf-8", "surrogateescape"),
                f"{max(0, self.blob.size - member.data)} of {member.stored} bytes are there",
            )  # fmt: skip
        yield member
        if kind in b"12345" and "size" not in values:
            return data
        return following

    def _extend(self, kind: bytes, data: bytes, pending: _Pending) -> None:
        if kind == b"L":
            pending.values["path"] = data.split(b"\0")[0]
        elif kind == b"K":
            pending.values["linkpath"] = data.split(b"\0")[0]
        elif kind == b"g":
            self.shared.update(pax(data))
        else:
            pending.values.update(pax(data))
