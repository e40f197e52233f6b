"""Bytes of a file at a position, read only."""

from __future__ import annotations

import weakref
from pathlib import Path
from typing import BinaryIO, Protocol

from phonefx import errors


class Bytes(Protocol):
    """Anything that gives bytes at a position: a file, a part of a disk image, memory."""

    size: int

    def read(self, offset: int, length: int) -> bytes:
        """Read at most `length` bytes at an offset; fewer at the end."""
        ...


class ByteFile:
    """A file opened for reading only and without a buffer of its own."""

    def __init__(self, path: Path) -> None:
        try:
            self._stream: BinaryIO = path.open("rb", buffering=0)
        except FileNotFoundError as error:
            raise errors.NotFound(path) from error
        except OSError as error:
            raise errors.Damaged(path, error.strerror or "cannot be read") from error
        weakref.finalize(self, self._stream.close)
        self.path = path
        self.size = self._stream.seek(0, 2)

    def read(self, offset: int, length: int) -> bytes:
        """Read at most `length` bytes at an offset; fewer at the end of the file."""
        self._stream.seek(offset)
        data = self._stream.read(length)
        while data and len(data) < length and (more := self._stream.read(length - len(data))):
            data += more
        return data


class Memory:
    """Bytes that are in memory already."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def read(self, offset: int, length: int) -> bytes:
        """Read at most `length` bytes at an offset; fewer at the end."""
        return self._data[offset : offset + length]
