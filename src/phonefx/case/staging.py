"""Private copies of evidence files: read once from the exhibit, hashed on the way, removed when the job ends."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Final, cast

from phonefx.case.plan import FileSet, Job
from phonefx.evidence import Exhibit
from phonefx.evidence.blobs import FileBlob
from phonefx.evidence.packed import spooled
from phonefx.evidence.tree import Entry

CHUNK: Final = 1 << 20
_IN_MEMORY: Final = 8 << 20
_GZIP: Final = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Digest:
    """What was read: SHA-256 in hex, and the number of bytes."""

    sha256: str
    size: int


def copy(source: BinaryIO, target: IO[bytes] | None) -> Digest:
    """Read a stream to its end, hashing it and, where a target is given, writing it there."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if target is not None:
            target.write(chunk)
    return Digest(digest.hexdigest(), size)


@contextmanager
def staged_file(exhibit: Exhibit, entry: Entry) -> Iterator[tuple[BinaryIO, Digest]]:
    """Give a seekable copy of a file, in memory where it is small, and its digest."""
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as target, exhibit.open(entry) as source:
        digest = copy(source, cast("IO[bytes]", target))
        target.seek(0)
        yield cast("BinaryIO", target), digest


class Staging:
    """Gives the files of one job; one that is read beside others is read once and kept until the job ends."""

    def __init__(self, exhibit: Exhibit, job: Job, stack: ExitStack) -> None:
        self._exhibit = exhibit
        self._shared = {entry.stored for files in job.files for entry in files.beside.values()}
        self._stack = stack
        self._kept: dict[str, tuple[BinaryIO, Digest]] = {}

    @contextmanager
    def file(self, entry: Entry) -> Iterator[tuple[BinaryIO, Digest]]:
        """Give a seekable copy of a file and its digest."""
        if entry.stored not in self._shared:
            with staged_file(self._exhibit, entry) as staged:
                yield staged
            return
        if entry.stored not in self._kept:
            self._kept[entry.stored] = self._stack.enter_context(staged_file(self._exhibit, entry))
        content, digest = self._kept[entry.stored]
        content.seek(0)
        yield content, digest


@dataclass(frozen=True, slots=True)
class StagedDatabase:
    """A database copied with its journals: `path`, `path-wal`, `path-journal`; digests by suffix (`""` is the main)."""

    path: Path
    digests: dict[str, Digest]


@contextmanager
def staged_database(exhibit: Exhibit, files: FileSet, scratch: Path) -> Iterator[StagedDatabase]:
    """Give a copy of a database with its write-ahead log and journal, never its shared-memory index.

    One that the phone keeps packed (`.gz`) is unpacked; its digest is that of the file as it lies in the exhibit.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=scratch)))
        digests = {}
        for suffix, entry in {"": files.main, **files.siblings}.items():
            if suffix == "-shm":
                continue
            with exhibit.open(entry) as source, (folder / f"db{suffix}").open("wb") as target:
                digests[suffix] = copy(source, target)
        if files.main.path.endswith(".gz"):
            _unpack(folder / "db", exhibit, files.main)
        yield StagedDatabase(folder / "db", digests)


def _unpack(path: Path, exhibit: Exhibit, entry: Entry) -> None:
    """Put what is in a gzip file into its place, as far as it reaches; what is missing is a problem of the exhibit.

    Raises:
        HostileEvidence: it inflates beyond the limits.
    """
    with path.open("rb") as file:
        if file.read(2) != _GZIP:
            return
    with closing(FileBlob(path)) as packed:
        plain = spooled(packed, "gz", path.parent, exhibit.limits,
                        lambda code, message: exhibit.problem(code, entry.stored, message))  # fmt: skip
        plain.close()
    next(path.parent.glob("inflated-*")).replace(path)
