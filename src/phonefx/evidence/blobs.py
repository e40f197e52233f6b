"""Random access to bytes, wherever they lie: a file, part of another blob, joined segments, memory."""

from __future__ import annotations

import os
import threading
from abc import ABC, abstractmethod
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from phonefx.errors import Damaged, EvidenceError, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

CHUNK = 1 << 20
WINDOW = 1 << 14
_LARGE_WINDOW = 1 << 18
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

    def fileno(self) -> int:
        """Give the descriptor."""
        return self._handle

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


class Window(Blob):
    """A blob read through a window: what is asked for next mostly lies close behind what was asked for last.

    It grows while what is read next lies just behind it, and is small again after a jump.
    """

    def __init__(self, blob: Blob) -> None:
        self.blob = blob
        self.size = blob.size
        self._width = WINDOW
        self._shown = 0, b""  # one value, for threads may share a window

    def read_at(self, offset: int, size: int) -> bytes:
        """Read from the window, or move it there."""
        start, data = self._shown
        at = offset - start
        if at < 0 or at + size > len(data):
            if size > WINDOW:
                return self.blob.read_at(offset, size)
            data, at = self._moved(offset, 0 <= at <= len(data) + WINDOW), 0
        return data[at : at + size]

    def from_here(self, offset: int) -> tuple[bytes, int]:
        """Give what the window shows and where in it a byte stands; moves it there where little is left behind it."""
        start, data = self._shown
        at = offset - start
        if at < 0 or len(data) - at < min(WINDOW, self.size - offset):
            return self._moved(offset, 0 <= at <= len(data) + WINDOW), 0
        return data, at

    def _moved(self, offset: int, near: bool) -> bytes:
        self._width = min(self._width * 2, _LARGE_WINDOW) if near else WINDOW
        data = self.blob.read_at(offset, self._width)
        self._shown = offset, data
        return data


def place_of(blob: Blob) -> tuple[Blob, int]:
    """Give the bytes that a run of others lies in, and where in them it begins."""
    start = 0
    while isinstance(blob, SliceBlob):
        start += blob.start
        blob = blob.blob
    return blob, start


def chunks_of(blob: Blob, start: int = 0, end: int | None = None, size: int = CHUNK) -> Iterator[bytes]:
    """Give the bytes of a blob from `start` to `end` in chunks."""
    end = blob.size if end is None else min(end, blob.size)
    while start < end and (data := blob.read_at(start, min(size, end - start))):
        yield data
        start += len(data)
