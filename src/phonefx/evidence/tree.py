"""What every opened extraction is: a read-only tree of entries, whatever it was packed in.

An `Entry` is one file, folder, link or special file. Its `ident` is picklable and stays valid when the same exhibit
is opened again in another process, so entries can be handed to workers.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, Protocol, Self, cast

from phonefx.errors import EvidenceError, HostileEvidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from phonefx.evidence.blobs import Blob


class Entry(NamedTuple):
    """One file of an exhibit. A tuple, for an exhibit has hundreds of thousands.

    Attributes:
        stored: path inside the exhibit through every container, '/'-joined; bytes that are no UTF-8 are
            surrogate-escaped. Unique in the exhibit: a second member of one name reads `name (copy 2)`.
        size: bytes of content, as the container states them.
        form: `file`, `dir`, `link` or `special`.
        state: `live`, or `deleted` for an unallocated entry of a file system.
        ident: the container's own handle (offset, inode, hash, name).
        path: path on the device as far as the extraction tells it, starting with '/'; else '/' and `stored`.
        mtime_us: microseconds since 1970 of the last change, or None; see `mtime_basis`.
        mtime_basis: `utc`, `device` (wall clock of the device) or `unknown` (wall clock of an unknown machine).
        user: Android user, where the path tells one.
    """

    stored: str
    size: int
    form: str
    state: str
    ident: object
    path: str
    mtime_us: int | None = None
    mtime_basis: str = "unknown"
    user: int | None = None


class Teller(Protocol):
    """Tells of an entry what is worked out only when asked for."""

    def place(self, stored: str) -> tuple[str, int | None]:
        """Give (device path, Android user)."""


class TimeTeller(Teller, Protocol):
    """Tells the time too."""

    def moment(self, ident: object) -> tuple[int | None, str]:
        """Give (microseconds since 1970 of the last change, basis)."""


class LateEntry(Entry):
    """An entry whose device path is worked out when asked for, which of most entries nobody does.

    Its own memory holds a `Teller` in the place of the path, and ends before the user; to everybody else it is an
    `Entry` of nine fields, and pickles, compares and unpacks as one.
    """

    __slots__ = ()

    @property
    def path(self) -> str:
        """Path on the device."""
        return cast("Teller", tuple.__getitem__(self, 5)).place(self.stored)[0]

    @property
    def user(self) -> int | None:
        """Android user."""
        return cast("Teller", tuple.__getitem__(self, 5)).place(self.stored)[1]

    def whole(self) -> Entry:
        """Give the same entry with everything told."""
        return Entry(*(getattr(self, name) for name in Entry._fields))

    def __iter__(self) -> Iterator[Any]:
        return iter(self.whole())

    def __getitem__(self, index: Any) -> Any:  # noqa: ANN401 - an index or a slice
        return self.whole()[index]

    def __len__(self) -> int:
        return len(Entry._fields)

    def __eq__(self, other: object) -> bool:
        return self.whole() == (other.whole() if isinstance(other, LateEntry) else other)

    def __hash__(self) -> int:
        return hash(self.whole())

    def __repr__(self) -> str:
        return repr(self.whole())

    def __reduce__(self) -> tuple[type[Entry], tuple[object, ...]]:
        return Entry, tuple(self.whole())

    def _replace(self, **changed: Any) -> Entry:  # type: ignore[override]  # noqa: ANN401 - as of any named tuple
        return self.whole()._replace(**changed)


class TimelessEntry(LateEntry):
    """A late entry whose time is worked out late too: its memory ends with a `TimeTeller`."""

    __slots__ = ()

    @property
    def mtime_us(self) -> int | None:
        """Time of the last change."""
        return cast("TimeTeller", tuple.__getitem__(self, 5)).moment(self.ident)[0]

    @property
    def mtime_basis(self) -> str:
        """Basis of that time."""
        return cast("TimeTeller", tuple.__getitem__(self, 5)).moment(self.ident)[1]


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read, and how far: a code, the stored path ("" for the container), one line."""

    code: str
    path: str
    message: str


@dataclass(frozen=True)
class Limits:
    """How much a container may ask for before it is refused or cut.

    Attributes:
        entries: members of one container.
        ratio: inflated bytes for each stored byte, looked at above `ratio_floor` inflated bytes.
        ratio_floor: below this size no ratio is looked at.
        total_bytes: bytes inflated or spooled in one exhibit.
        directory_bytes: size of a central directory or manifest held in memory.
        depth: containers inside containers.
        memory_bytes: largest nested container kept in memory where no scratch folder was given.
        rounds: rounds of key derivation of an encrypted backup.
        patience: seconds that a library may work on one folder of an image without an answer.
        library_bytes: memory of the process in which it does.
    """

    entries: int = 10_000_000
    ratio: int = 1_100
    ratio_floor: int = 1 << 30
    total_bytes: int = 8 << 40
    directory_bytes: int = 2 << 30
    depth: int = 3
    memory_bytes: int = 256 << 20
    rounds: int = 200_000_000
    patience: float = 120
    library_bytes: int = 4 << 30


class Exhibit(ABC):
    """An opened extraction. Reading never changes it and never runs anything in it.

    A member that is damaged reads as far as it can be read; then its stream ends and `problems` says how far it came.
    What cannot be read at all raises a subclass of `errors.EvidenceError` in `open`.
    """

    kind: str
    reader: str
    root: Path
    size: int
    problems: list[Problem]
    limits: Limits
    given: int = 0
    """Bytes of the files with holes that were opened."""
    unpacked: Sequence[str] = ()
    """Stored paths, of the entries given so far, that lie inside another file of the exhibit."""

    @abstractmethod
    def entries(self) -> Iterator[Entry]:
        """Give every entry once, in an order that depends on the exhibit alone."""

    @abstractmethod
    def open(self, entry: Entry) -> BinaryIO:
        """Open a file's content as a read-only stream."""

    @abstractmethod
    def blob(self, entry: Entry) -> Blob:
        """Give random access to a file's content, for containers inside containers."""

    @abstractmethod
    def containers(self) -> Iterator[Path]:
        """Give the files on disk that make up the exhibit, for hashing."""

    def facts(self) -> Mapping[str, str]:
        """Give what the container states about itself (tool, acquisition, device)."""
        return {}

    def shallow(self, levels: int) -> Iterator[Entry]:
        """Give the entries with at most so many folders above them; the readers find them without the whole pass."""
        return (entry for entry in self.entries() if entry.stored.count("/") <= levels)

    def find(self, stored: str) -> Entry | None:
        """Find the entry of that stored path; one pass over the names."""
        return next((entry for entry in self.entries() if entry.stored == stored), None)

    def may_end(self, ends: Iterable[str]) -> bool:
        """Say whether a stored path may end in one of these; True too where only a listing would tell."""
        return any(ends)

    def within(self, entry: Entry, held: int) -> None:
        """Refuse a file that states far more bytes than the container holds: holes that would be read for days."""
        if entry.size <= held:
            return
        self.given += entry.size
        if entry.size > self.limits.ratio_floor and entry.size > held * self.limits.ratio:
            raise HostileEvidence(entry.stored, f"{held} bytes stand for {entry.size}")
        if self.given > self.limits.total_bytes:
            raise HostileEvidence(entry.stored, f"more than {self.limits.total_bytes} bytes read of files with holes")

    def problem(self, code: str, path: str, message: str) -> None:
        """Remember, once, what could not be read."""
        found = Problem(code, path, message)
        if found not in self.problems[-1000:]:
            self.problems.append(found)

    def close(self) -> None:  # noqa: B027 - most exhibits have nothing to give up
        """Give up every handle."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def only_files(exhibit: Exhibit, entry: Entry) -> None:
    """Refuse to open what has no content of its own."""
    if entry.form != "file":
        raise EvidenceError(entry.stored, f"a {entry.form} has no content ({exhibit.kind})")


class Names:
    """Tells members of one name apart: the second reads `name (copy 2)`. Remembers every name."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def unique(self, stored: str) -> str:
        """Give the name itself the first time, then numbered ones."""
        found = copy_of(stored, self.seen) if stored in self.seen else stored
        self.seen.add(found)
        return found


def copy_of(name: str, seen: set[str]) -> str:
    """Give the first numbered name of one that was met before; the time is the logarithm of how often."""
    low, high = 1, 2
    while f"{name} (copy {high})" in seen:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if f"{name} (copy {middle})" in seen else (low, middle)
    return f"{name} (copy {high})"
