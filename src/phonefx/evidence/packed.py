"""Compressed streams (gzip, bzip2, xz, zstd): a plain copy in the scratch folder, or forward reading without one."""

from __future__ import annotations

import bz2
import hashlib
import lzma
import os
import shutil
import sys
import threading
import zlib
from typing import TYPE_CHECKING, Any, Final

from phonefx.errors import EvidenceError, HostileEvidence
from phonefx.evidence.blobs import Blob, BytesBlob, FileBlob, chunks_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import ModuleType

    from phonefx.evidence.tree import Entry, Exhibit, Limits

_STEP: Final = 1 << 20
_RESERVE: Final = 512 << 20

MAGIC: Final = {b"\x1f\x8b\x08": "gz", b"BZh": "bz2", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "zst"}
"""First bytes of each compression, by its usual suffix."""


def compression(head: bytes) -> str | None:
    """Tell the compression of a stream from its first bytes."""
    return next((name for magic, name in MAGIC.items() if head.startswith(magic)), None)


def zstd() -> ModuleType:
    """Import the zstd module of the standard library or its backport."""
    if sys.version_info >= (3, 14):
        from compression import zstd as module
    else:
        from backports import zstd as module
    found: ModuleType = module
    return found


def _engine(name: str) -> Any:  # noqa: ANN401 - four libraries, one interface
    if name in {"gz", "zlib"}:
        return _Zlib(31 if name == "gz" else 15)
    if name == "bz2":
        return bz2.BZ2Decompressor()
    if name == "xz":
        return lzma.LZMADecompressor(memlimit=1 << 30)
    return zstd().ZstdDecompressor()


class _Zlib:
    """zlib with the interface of the other three."""

    def __init__(self, window: int) -> None:
        self._engine = zlib.decompressobj(window)

    @property
    def eof(self) -> bool:
        return self._engine.eof

    @property
    def unused_data(self) -> bytes:
        return self._engine.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._engine.unconsumed_tail

    def decompress(self, data: bytes, limit: int) -> bytes:
        return self._engine.decompress(self._engine.unconsumed_tail + data, limit)


def inflated(blob: Blob, name: str, problem: Callable[[str, str], None]) -> Iterator[bytes]:
    """Inflate a stream of one or more members or frames; ends early, and says so, where it is damaged."""
    engine, given, first = _engine(name), 0, True
    try:
        for packed in chunks_of(blob):
            data = packed
            while data or not engine.needs_input:
                if engine.eof:
                    if not data.startswith(tuple(MAGIC)):
                        return  # padding behind the last member
                    engine, first = _engine(name), True
                plain = engine.decompress(data, _STEP)
                data = engine.unused_data if engine.eof else b""
                first = False
                given += len(plain)
                if plain:
                    yield plain
    except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, zstd().ZstdError) as error:
        problem("damaged", f"the compressed stream ends after {given} bytes: {error}")
        return
    if not engine.eof and not first:
        problem("truncated", f"the compressed stream is cut short after {given} bytes")


def spooled(blob: Blob, name: str, scratch: Path | None, limits: Limits, problem: Callable[[str, str], None]) -> Blob:
    """Inflate a stream once into the scratch folder (into memory where none was given, up to a limit)."""
    if scratch is None:
        return BytesBlob(_in_memory(inflated(blob, name, problem), blob, limits))
    target = scratch / f"inflated-{identity(blob)}.bin"
    if not target.exists():
        _write(_bounded(inflated(blob, name, problem), blob, limits), target)
    return FileBlob(target)


def kept_blob(exhibit: Exhibit, entry: Entry, scratch: Path | None) -> Blob:
    """Give random access to a member that can only be streamed: through a copy in the scratch folder or in memory."""
    limits = exhibit.limits
    with exhibit.open(entry) as stream:
        if scratch is None:
            data = stream.read(limits.memory_bytes + 1)
            if len(data) > limits.memory_bytes:
                raise EvidenceError(entry.stored, "a packed container of this size needs a scratch folder")
            return BytesBlob(data)
        name = hashlib.sha256(f"{exhibit.root}\0{entry.stored}\0{entry.size}".encode("utf-8", "surrogateescape"))
        target = scratch / f"member-{name.hexdigest()[:32]}.bin"
        if not target.exists() or target.stat().st_size != entry.size:
            _write(iter(lambda: stream.read(_STEP), b""), target)
    return FileBlob(target)


def _write(chunks: Iterator[bytes], target: Path) -> None:
    """Write a file whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(f".part-{os.getpid()}")
    try:
        with draft.open("wb") as out:
            for chunk in chunks:
                if shutil.disk_usage(target.parent).free < _RESERVE:
                    raise EvidenceError(target, "no room left in the scratch folder")
                out.write(chunk)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def content_identity(blob: Blob) -> str:
    """Name a blob by its size and its first and last bytes."""
    digest = hashlib.sha256(blob.size.to_bytes(8, "big"))
    digest.update(blob.read_at(0, _STEP))
    digest.update(blob.read_at(max(0, blob.size - _STEP), _STEP))
    return digest.hexdigest()[:32]


def identity(blob: Blob) -> str:
    """Name a blob by its content and by where it lies."""
    path = f"{content_identity(blob)}\0{getattr(blob, 'path', None)}"
    return hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:32]


class LaterBlob(Blob):
    """A blob that is made when it is first read; its size is known before."""

    def __init__(self, size: int, make: Callable[[], Blob]) -> None:
        self.size = size
        self._make = make
        self._made: Blob | None = None
        self._lock = threading.Lock()

    def read_at(self, offset: int, size: int) -> bytes:
        """Make it if need be, and read."""
        with self._lock:
            self._made = self._made or self._make()
        return self._made.read_at(offset, size)

    def close(self) -> None:
        """Close it, if it was made."""
        if self._made is not None:
            self._made.close()


def _bounded(chunks: Iterator[bytes], blob: Blob, limits: Limits) -> Iterator[bytes]:
    given = 0
    for chunk in chunks:
        given += len(chunk)
        if given > limits.total_bytes or (given > limits.ratio_floor and given > blob.size * limits.ratio):
            raise HostileEvidence("compressed stream", f"inflates beyond {given} bytes from {blob.size}")
        yield chunk


def _in_memory(chunks: Iterator[bytes], blob: Blob, limits: Limits) -> bytes:
    found = bytearray()
    for chunk in _bounded(chunks, blob, limits):
        found += chunk
        if len(found) > limits.memory_bytes:
            raise EvidenceError("compressed stream", f"more than {limits.memory_bytes} bytes: needs a scratch folder")
    return bytes(found)
