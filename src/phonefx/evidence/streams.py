"""Blobs and generators of bytes as read-only streams."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer

    from phonefx.evidence.blobs import Blob


class BlobReader(io.RawIOBase):
    """A blob as a seekable stream."""

    def __init__(self, blob: Blob) -> None:
        super().__init__()
        self.blob = blob
        self.at = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can be read anywhere."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to a byte."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self.at, os.SEEK_END: self.blob.size}[whence]
        self.at = max(0, base + offset)
        return self.at

    def tell(self) -> int:
        """Give the position."""
        return self.at

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill a buffer."""
        view = memoryview(buffer)
        data = self.blob.read_at(self.at, len(view))
        view[: len(data)] = data
        self.at += len(data)
        return len(data)


class ChunkReader(io.RawIOBase):
    """A generator of byte chunks as a stream that goes forward only."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        super().__init__()
        self.chunks = chunks
        self.rest = b""

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill a buffer with what the next chunk holds."""
        while not self.rest:
            found = next(self.chunks, None)
            if found is None:
                return 0
            self.rest = found
        view = memoryview(buffer)
        data, self.rest = self.rest[: len(view)], self.rest[len(view) :]
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Stop the generator."""
        close = getattr(self.chunks, "close", None)
        if close is not None:
            close()
        super().close()


def stream_of(blob: Blob) -> BinaryIO:
    """Give a blob as a buffered, seekable stream."""
    return io.BufferedReader(BlobReader(blob), 1 << 16)


def stream_chunks(chunks: Iterator[bytes]) -> BinaryIO:
    """Give a generator of chunks as a buffered stream."""
    return io.BufferedReader(ChunkReader(chunks), 1 << 16)
