"""Sparse files in tar archives: the old GNU form, pax 0.1 and pax 1.0."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from phonefx.errors import Damaged
from phonefx.evidence.blobs import Blob, JoinedBlob, SliceBlob
from phonefx.evidence.tars.headers import BLOCK, number

if TYPE_CHECKING:
    from phonefx.evidence.tars.headers import Member

_MAP_LIMIT: Final = 16 << 20


def find_holes(blob: Blob, member: Member, block: bytes, values: dict[str, bytes]) -> None:
    """Read a member's sparse map, where it has one, and move its data behind it."""
    if member.kind == b"S":
        member.size = number(block[483:495])
        pairs, more = _octal_map(block[386:482]), block[482:483] != b"\0"
        while more and len(pairs) < 1_000_000:
            extension = blob.read_at(member.data, BLOCK)
            pairs += _octal_map(extension[:504])
            member.data += BLOCK
            more = extension[504:505] not in {b"\0", b""}
        member.holes = tuple(pairs)
    elif values.get("GNU.sparse.major") == b"1":
        _sparse_data(blob, member, values)
    elif "GNU.sparse.map" in values:
        flat = [int(each) for each in values["GNU.sparse.map"].split(b",")]
        member.holes = tuple(zip(flat[::2], flat[1::2], strict=False))
        member.size = int(values.get("GNU.sparse.size", member.size))


def _sparse_data(blob: Blob, member: Member, values: dict[str, bytes]) -> None:
    """Pax sparse 1.0 keeps its map, as decimal lines, in front of the data."""
    head = blob.read_at(member.data, min(member.stored, _MAP_LIMIT))
    count, at = _line(head, 0)
    flat = []
    for _ in range(min(2 * count, len(head))):
        value, at = _line(head, at)
        flat.append(value)
    used = -(-at // BLOCK) * BLOCK
    member.data, member.stored = member.data + used, member.stored - used
    member.holes = tuple(zip(flat[::2], flat[1::2], strict=False))
    member.size = int(values.get("GNU.sparse.realsize", member.size))


def _line(data: bytes, at: int) -> tuple[int, int]:
    end = data.index(b"\n", at)
    return int(data[at:end]), end + 1


def _octal_map(area: bytes) -> list[tuple[int, int]]:
    pairs = [(area[at : at + 12], area[at + 12 : at + 24]) for at in range(0, len(area) - 23, 24)]
    return [(number(offset), number(size)) for offset, size in pairs if offset.strip(b"\0 ") or size.strip(b"\0 ")]


class ZeroBlob(Blob):
    """A hole: bytes that were never stored and read as zero."""

    def __init__(self, size: int) -> None:
        self.size = size

    def read_at(self, offset: int, size: int) -> bytes:
        """Give zeros."""
        return bytes(max(0, min(size, self.size - offset)))


class HoledBlob(JoinedBlob):
    """A sparse file: stored runs and the holes between them."""

    def __init__(self, data: Blob, runs: tuple[tuple[int, int], ...], size: int) -> None:
        parts: list[Blob] = []
        at = taken = 0
        for offset, length in runs:
            if offset < at or length < 0 or offset + length > size:
                raise Damaged("tar", f"a sparse map that makes no sense at {offset}")
            parts += [ZeroBlob(offset - at)] if offset > at else []
            parts += [SliceBlob(data, taken, length)] if length else []
            at, taken = offset + length, taken + length
        parts += [ZeroBlob(size - at)] if size > at else []
        super().__init__(parts)
