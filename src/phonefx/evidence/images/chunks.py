"""Disks that an image stores in chunks of one size, each packed for itself and spread over segments."""

from __future__ import annotations

import hashlib
import threading
import zlib
from abc import abstractmethod
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from phonefx.errors import Damaged
from phonefx.evidence.blobs import Blob, chunks_of

if TYPE_CHECKING:
    from collections.abc import Sequence

CHUNK_LIMIT: Final = 64 << 20
_KEPT: Final = 64


class ChunkedBlob(Blob):
    """A disk in chunks. One that is damaged or missing raises `Damaged` when it is read.

    Attributes:
        kind: what the image is called in messages.
        segments: the files that make it up, in order.
        chunk: bytes of a chunk; the last may be shorter.
        stated: what the image says of itself.
    """

    kind: str
    segments: Sequence[Blob]
    chunk: int
    stated: dict[str, str]

    def __init__(self) -> None:
        self._kept: OrderedDict[int, bytes] = OrderedDict()
        self._lock = threading.Lock()

    @abstractmethod
    def stored(self, number: int) -> bytes:
        """Read, unpack and check one chunk."""

    def room(self, number: int) -> int:
        """Give how many bytes of the disk a chunk holds."""
        return min(self.chunk, self.size - number * self.chunk)

    def read_at(self, offset: int, size: int) -> bytes:
        """Read across chunks."""
        parts = []
        size = min(size, self.size - offset)
        while size > 0 and offset >= 0:
            number, inner = divmod(offset, self.chunk)
            data = self._plain(number)[inner : inner + size]
            if not data:
                raise Damaged(self.kind, f"nothing stored for byte {offset}")
            parts.append(data)
            offset, size = offset + len(data), size - len(data)
        return b"".join(parts)

    def _plain(self, number: int) -> bytes:
        with self._lock:
            if (kept := self._kept.get(number)) is not None:
                return kept
        data = self.stored(number)
        with self._lock:
            self._kept[number] = data
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return data

    def inflated(self, raw: bytes, number: int) -> bytes:
        """Unpack a chunk; the check at the end of its stream has to be there and to fit."""
        engine = zlib.decompressobj()
        try:
            # One byte more than there may be: asked for no more than a chunk, zlib stops in front of the checksum.
            data = engine.decompress(raw, self.chunk + 1)
        except zlib.error as error:
            raise Damaged(self.kind, f"chunk {number} cannot be inflated ({error})") from None
        if not engine.eof or len(data) < self.room(number):
            raise Damaged(self.kind, f"chunk {number} is cut short or too long")
        return data

    def checked(self, raw: bytes, number: int) -> bytes:
        """Take a chunk that is not packed and ends in its checksum."""
        want = self.room(number)
        data = raw[:want]
        if len(data) < want or zlib.adler32(data) != int.from_bytes(raw[want : want + 4], "little"):
            raise Damaged(self.kind, f"chunk {number} has a wrong checksum")
        return data

    def md5(self) -> str:
        """Compute the MD5 of the whole disk, to compare it with `stated`."""
        digest = hashlib.md5(usedforsecurity=False)
        for chunk in chunks_of(self):
            digest.update(chunk)
        return digest.hexdigest()

    def close(self) -> None:
        """Close every segment."""
        for segment in self.segments:
            segment.close()
