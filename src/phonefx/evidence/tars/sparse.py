"""Sparse files in tar archives: the old GNU form, pax 0.1 and pax 1.0."""

from __future__ import annotations

from typing import Final

from phonefx.errors import Damaged
from phonefx.evidence.blobs import Blob, JoinedBlob, SliceBlob
from phonefx.evidence.tars.headers import BLOCK, Runs, number

_MAP_LIMIT: Final = 16 << 20


def holes_of(blob: Blob, found: tuple[bytes, Runs], block: bytes, values: dict[bytes, bytes]) -> tuple[int, Runs]:
    """Read a member's sparse map, where it has one: (size of the file, its runs behind that map).

    Args:
        blob: the archive.
        found: kind of the member and its data as stored.
        block: its header.
        values: what its extended headers say.
    """
    kind, (data, stored, _) = found
    if kind == b"S":
        return _old_map(blob, Runs(data, stored), block)
    if values.get(b"GNU.sparse.major") == b"1":
        return _map_in_front(blob, Runs(data, stored), values)
    if b"GNU.sparse.map" in values:
        flat = [int(each) for each in values[b"GNU.sparse.map"].split(b",")]
        holes = tuple(zip(flat[::2], flat[1::2], strict=False))
        return int(values.get(b"GNU.sparse.size", stored)), Runs(data, stored, holes)
    return stored, Runs(data, stored)


def _old_map(blob: Blob, runs: Runs, block: bytes) -> tuple[int, Runs]:
    """The old GNU form has four runs in the header and the rest in blocks behind it."""
    pairs, more, data = _octal_map(block[386:482]), block[482:483] != b"\0", runs.data
    while more and len(pairs) < 1_000_000:
        extension = blob.read_at(data, BLOCK)
        pairs += _octal_map(extension[:504])
        data += BLOCK
        more = extension[504:505] not in {b"\0", b""}
    return number(block[483:495]), Runs(data, runs.stored, tuple(pairs))


def _map_in_front(blob: Blob, runs: Runs, values: dict[bytes, bytes]) -> tuple[int, Runs]:
    """Pax sparse 1.0 keeps its map, as decimal lines, in front of the data."""
    head = blob.read_at(runs.data, min(runs.stored, _MAP_LIMIT))
    count, at = _line(head, 0)
    flat = []
    for _ in range(min(2 * count, len(head))):
        value, at = _line(head, at)
        flat.append(value)
    used = -(-at // BLOCK) * BLOCK
    holes = tuple(zip(flat[::2], flat[1::2], strict=False))
    size = int(values.get(b"GNU.sparse.realsize", runs.stored))
    return size, Runs(runs.data + used, runs.stored - used, holes)


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
