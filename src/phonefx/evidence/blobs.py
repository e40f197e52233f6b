"""Random access to bytes, wherever they lie: a file, part of another blob, joined segments, memory."""

from __future__ import annotations

import io
import os
import threading
from abc import ABC, abstractmethod
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, BinaryIO

from phonefx.errors import Damaged, EvidenceError, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from _typeshed import WriteableBuffer

CHUNK = 1 << 20
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class Blob(ABC):
    """Bytes that can be read anywhere. Reading past the end gives what there is."""

    size: int

    @abstractmethod
    def read_at(self, offset: int, size: int) -> bytes:
        """Give `size` bytes from `offset`, fewer only at the end of the blob."""

    def close(self) -> None:  # noqa: B027 - most blobs have nothing to give up
        """Give up handles."""


class FileBlob(Blob):
    """A file on disk, opened for reading only."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._handle = os.open(path, _OPEN_FLAGS)
        except FileNotFoundError:
            raise NotFound(path) from None
        except OSError as error:
            raise EvidenceError(path, error.strerror or "cannot be opened") from None
        self.size = os.lseek(self._handle, 0, os.SEEK_END)
        self._lock = threading.Lock()

    def read_at(self, offset: int, size: int) -> bytes:
        """Read by position; no shared file position is moved where the system allows it."""
        size = min(size, self.size - offset)
        if size <= 0 or offset < 0:
            return b""
        try:
            data = self._pread(offset, size)
            while len(data) < size and (more := self._pread(offset + len(data), size - len(data))):
                data += more
        except OSError as error:
            raise Damaged(self.path, f"{error.strerror} at byte {offset}") from None
        return data

    def _pread(self, offset: int, size: int) -> bytes:
        if hasattr(os, "pread"):
            return os.pread(self._handle, size, offset)
        with self._lock:
            os.lseek(self._handle, offset, os.SEEK_SET)
            return os.read(self._handle, size)

    def close(self) -> None:
        """Close the file."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def __del__(self) -> None:
        self.close() if hasattr(self, "_handle") else None


class BytesBlob(Blob):
    """Bytes in memory."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.size = len(data)

    def read_at(self, offset: int, size: int) -> bytes:
        """Slice."""
        return self.data[offset : offset + size] if offset >= 0 and size > 0 else b""


class SliceBlob(Blob):
    """A run of another blob."""

    def __init__(self, blob: Blob, start: int, size: int) -> None:
        self.blob = blob
        self.start = start
        self.size = max(0, min(size, blob.size - start))

    def read_at(self, offset: int, size: int) -> bytes:
        """Read inside the run alone."""
        size = min(size, self.size - offset)
        return self.blob.read_at(self.start + offset, size) if size > 0 and offset >= 0 else b""


class JoinedBlob(Blob):
    """Segments one after the other (`.001`, `.002` …)."""

    def __init__(self, parts: Sequence[Blob]) -> None:
        self.parts = list(parts)
        self.starts = [0, *accumulate(part.size for part in self.parts)]
        self.size = self.starts[-1]

    def read_at(self, offset: int, size: int) -> bytes:
        """Read across segment borders."""
        found = []
        while size > 0 and 0 <= offset < self.size:
            at = bisect_right(self.starts, offset) - 1
            data = self.parts[at].read_at(offset - self.starts[at], size)
            if not data:
                break
            found.append(data)
            offset += len(data)
            size -= len(data)
        return b"".join(found)

    def close(self) -> None:
        """Close every segment."""
        for part in self.parts:
            part.close()


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


def chunks_of(blob: Blob, start: int = 0, end: int | None = None, size: int = CHUNK) -> Iterator[bytes]:
    """Give the bytes of a blob from `start` to `end` in chunks."""
    end = blob.size if end is None else min(end, blob.size)
    while start < end and (data := blob.read_at(start, min(size, end - start))):
        yield data
        start += len(data)
