"""Walks the headers of a tar archive: damage in the middle is reported, and reading goes on at the next header."""

from __future__ import annotations

import struct
from functools import partial
from typing import TYPE_CHECKING, Final

from phonefx.evidence.blobs import WINDOW, Window
from phonefx.evidence.tars.headers import (
    BLOCK,
    HEADER,
    Member,
    Runs,
    is_header,
    is_summed,
    member_name,
    number,
    pax,
    pax_time,
)
from phonefx.evidence.tars.sparse import holes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from phonefx.evidence.blobs import Blob

    Tell = Callable[[str, str, str], None]

FORMS: Final = {b"0": "file", b"\0": "file", b"7": "file", b"S": "file", b"1": "hard", b"2": "link", b"5": "dir"}
_PLAIN: Final = frozenset({b"0", b"\0", b"7"})
_EXTENDS: Final = frozenset({b"x", b"g", b"L", b"K", b"X"})
_ONE_FOLLOWS: Final = frozenset({b"x", b"L"})
_OF_NO_MATTER: Final = frozenset({b"atime", b"ctime", b"uid", b"gid", b"uname", b"gname", b"comment"})
_PADDING: Final = b"\0 "
_EMPTY: Final = frozenset({b"1", b"2", b"3", b"4", b"5"})
_EXTENDED_LIMIT: Final = 16 << 20
_SEARCH: Final = 1 << 20
_ZERO: Final = bytes(BLOCK)
_member: Final = partial(tuple.__new__, Member)


class TarScan:
    """Walks the headers of a tar archive.

    Args:
        blob: the archive.
        tell: takes a problem: code, path, message.
    """

    def __init__(self, blob: Blob, tell: Tell) -> None:
        self.blob = Window(blob)
        self.tell = tell
        self.shared: dict[bytes, bytes] = {}
        self.pending: dict[bytes, bytes] = {}
        self._next = 0

    def members(self) -> Iterator[Member]:
        """Give every member; reports damage and goes on behind it."""
        at, end, ended, read_at = 0, self.blob.size, False, self.blob.read_at
        while at < end:
            if not self.shared and not self.pending:
                yield from self._usual(at)
                ended, at = ended and self._next == at, self._next
            block = read_at(at, BLOCK)
            if is_header(block):
                ended = False
                try:
                    at, member = self._one(at, block)
                except (ValueError, IndexError) as error:
                    self.tell("damaged", "", f"a header at byte {at} makes no sense ({error}); skipped")
                    self.pending = {}
                    at += BLOCK
                    continue
                if member is not None:
                    yield member
            elif block == _ZERO:
                ended, at = True, at + BLOCK
            else:
                at, ended = self._resume(at, ended), False
        if not ended:
            self.tell("truncated", "", f"no end mark: the archive stops at byte {self.blob.size}")

    def _usual(self, at: int) -> Iterator[Member]:
        """Give members for as long as they are plain files and folders with at most one header before their own."""
        self._next = at
        while self._next < self.blob.size:
            data, here = self.blob.from_here(self._next)
            base = self._next - here
            while (found := self._simple(data, here, base)) is not None:
                yield found
                here = found[5][0] - base - (-found[2] // BLOCK) * BLOCK
            moved, self._next = base + here > self._next, base + here
            if not moved or len(data) - here > WINDOW:
                return

    def _simple(self, data: bytes, here: int, base: int) -> Member | None:
        """Read a member whose headers lie in `data`; None where they do not, or are of another kind."""
        path, moment = b"", None
        try:
            name, length, stamp, check, kind, _, mark, prefix = HEADER.unpack_from(data, here)
            if kind in _ONE_FOLLOWS:
                inside, size = here + BLOCK, int(length.rstrip(_PADDING), 8)
                if not is_summed(data[here:inside], check) or inside + size > len(data):
                    return None
                if kind == b"x":
                    values = pax(data[inside : inside + size])
                    path, moment = values.pop(b"path", b""), values.pop(b"mtime", None)
                    if values and not values.keys() <= _OF_NO_MATTER:
                        return None
                else:
                    path = data[inside : inside + size].partition(b"\0")[0]
                here = inside - (-size // BLOCK) * BLOCK
                name, length, stamp, check, kind, _, mark, prefix = HEADER.unpack_from(data, here)
            size = int(length.rstrip(_PADDING), 8)
            if (kind not in _PLAIN and (kind != b"5" or size)) or not is_summed(data[here : here + BLOCK], check):
                return None
            time = int(stamp.rstrip(_PADDING), 8) * 1_000_000 if moment is None else pax_time(moment)
        except (ValueError, struct.error):
            return None
        start = base + here + BLOCK
        if size < 0 or start + size > self.blob.size:
            return None
        return _member((path or member_name(name, mark, prefix), kind, size, time, b"", (start, size)))

    def _resume(self, at: int, ended: bool) -> int:
        start = at
        at += BLOCK
        while at < self.blob.size:
            data = self.blob.read_at(at, _SEARCH)
            for inner in range(0, len(data) - BLOCK + 1, BLOCK):
                if data[inner + 257 : inner + 262] == b"ustar" and is_header(data[inner : inner + BLOCK]):
                    self.tell("damaged", "", f"no header at byte {start}; goes on at byte {at + inner}")
                    return at + inner
            at += max(len(data) // BLOCK * BLOCK, BLOCK)
        if not ended:
            self.tell("damaged", "", f"no header at byte {start} nor behind it")
        return self.blob.size

    def _one(self, at: int, block: bytes) -> tuple[int, Member | None]:
        """Read one header: (where the next one is, the member; None where it describes the one that follows)."""
        name, length, stamp, _, kind, target, mark, prefix = HEADER.unpack(block)
        size, data = _octal(length), at + BLOCK
        if size < 0:
            raise ValueError("negative size")
        if kind in _EXTENDS:
            self._extend(kind, self.blob.read_at(data, min(size, _EXTENDED_LIMIT)))
            return data - (-size // BLOCK) * BLOCK, None
        values = {**self.shared, **self.pending} if self.shared else self.pending
        if not values:
            path, moment = member_name(name, mark, prefix), _octal(stamp) * 1_000_000
        else:
            self.pending = {}
            if (size := int(values.get(b"size", size))) < 0:
                raise ValueError("negative size")
            path = values.get(b"path") or member_name(name, mark, prefix)
            moment = pax_time(values[b"mtime"]) if b"mtime" in values else _octal(stamp) * 1_000_000
        if kind in _PLAIN and (len(values) < 2 or not any(each.startswith(b"GNU.sparse") for each in values)):
            following = data - (-size // BLOCK) * BLOCK
            self._bounded(following, path, data, size)
            return following, _member((path, kind, size, moment, b"", (data, size)))
        return self._unusual((path, kind, size, moment), (data, target, block), values)

    def _unusual(
        self, stated: tuple[bytes, bytes, int, int], place: tuple[int, bytes, bytes], values: dict[bytes, bytes]
    ) -> tuple[int, Member]:
        path, kind, size, moment = stated
        data, target, block = place
        whole, runs = holes_of(self.blob, (kind, Runs(data, size)), block, values)
        following = runs.data - (-runs.stored // BLOCK) * BLOCK
        if kind in _EMPTY:
            target = values.get(b"linkpath", target.partition(b"\0")[0])
            following = data if b"size" not in values else following
        elif FORMS.get(kind) == "file":
            self._bounded(following, path, runs.data, runs.stored)
        return following, Member(path, kind, whole, moment, target, runs[:2] if runs.holes is None else runs)

    def _bounded(self, following: int, path: bytes, data: int, stored: int) -> None:
        if following > self.blob.size + BLOCK:
            there = f"{max(0, self.blob.size - data)} of {stored} bytes are there"
            self.tell("truncated", path.decode("utf-8", "surrogateescape"), there)

    def _extend(self, kind: bytes, data: bytes) -> None:
        if kind == b"L":
            self.pending[b"path"] = data.partition(b"\0")[0]
        elif kind == b"K":
            self.pending[b"linkpath"] = data.partition(b"\0")[0]
        elif kind == b"g":
            self.shared.update(pax(data))
        else:
            self.pending.update(pax(data))


def _octal(raw: bytes) -> int:
    """Read a number; most are octal digits."""
    try:
        return int(raw.rstrip(b"\0"), 8)
    except ValueError:
        return number(raw)
