"""Plans a run: one pass over an exhibit's names, and a job for each set of files that parsers want.

A job is the unit of work: the files it needs are read once and every parser that wants them runs over them. It is
small enough to send to another process, and names the shard it writes.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from phonefx import __version__
from phonefx.case.loose import Loose, is_placed
from phonefx.evidence.folding import fold, is_first
from phonefx.evidence.matching import Matcher
from phonefx.evidence.tree import Entry
from phonefx.evidence.views import canonical
from phonefx.parsers.registry import Wanting

SIBLINGS: Final = ("-wal", "-journal", "-shm")
_LOOKS_LIKE_EVIDENCE: Final = (".db", ".sqlite", ".sqlite3", ".sqlitedb", ".storedata", ".realm", ".plsql")
Left = dict[tuple[str, str], str]
"""What a job leaves out because it took its process down before: (parser, stored path) to the reason."""
_BATCH_FILES: Final = 200
_LARGE: Final = 1 << 20
_BATCH_BYTES: Final = 64 << 20


@dataclass(slots=True)
class FileSet:
    """A file, the write-ahead log and journal that belong to it, by suffix, and files to be read together with it."""

    main: Entry
    siblings: dict[str, Entry] = field(default_factory=dict)
    beside: dict[str, Entry] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Job:
    """File sets of one exhibit and the parsers that read each of them.

    One that carves looks for rows in what no file of the exhibit owns; its files are the databases to learn from.
    """

    exhibit: str
    name: str
    parsers: tuple[str, ...]
    files: tuple[FileSet, ...]
    carves: bool = False

    @property
    def size(self) -> int:
        """Bytes of the files that its parsers read."""
        return sum(files.main.size for files in self.files)


class Planner:
    """Takes an exhibit's entries one at a time and keeps those that some parser wants."""

    def __init__(self, label: str, parsers: Iterable[Wanting]) -> None:
        self.label = label
        self.parsers = {parser.id: parser for parser in parsers}
        self.matcher = Matcher({parser.id: parser.files for parser in self.parsers.values()})
        self.wanted: list[tuple[tuple[str, ...], Entry]] = []
        self.siblings: dict[str, Entry] = {}
        self.unread: list[Entry] = []
        self.by_name: set[str] = set()
        self._placed = False
        self._looked_at = 0
        self._loose = Loose(self.parsers.values())

    def offer(self, entry: Entry) -> bool:
        """Take an entry; True where a job may read it."""
        path = entry.path
        if path.endswith(SIBLINGS):
            base = path[: path.rindex("-")]
            if self.matcher.match(base):
                self.siblings[path] = entry
                return True
        if found := self.matcher.match(path):
            self.wanted.append((tuple(sorted(found)), entry))
            self._placed = self._placed or is_placed(found)
            return True
        if not self._placed and self._loose.offer(entry):
            return True
        if _looks_like_evidence(entry):
            self.unread.append(entry)
        return False

    def large(self, last: Entry) -> list[Job]:
        """Make the jobs of large databases while more is listed; each is made once.

        They are in folders that are listed to their end, and other views of their storage are folded to them. So it
        takes a rare folder to have the plan do without one: two that stand for the same place of the device.

        Args:
            last: the entry that was offered last; its folder may hold more.
        """
        jobs, folder = [], _folder(last)
        for parsers, entry in self.wanted[self._looked_at :]:
            if _folder(entry) == folder:
                break
            self._looked_at += 1
            chosen = [self.parsers[each] for each in parsers]
            whole = any(each.queries for each in chosen) and not any(each.beside for each in chosen)
            if whole and is_first(entry) and entry.size >= _LARGE:
                jobs.append(self._job(parsers, [FileSet(entry, self._siblings(entry.path))]))
        return jobs

    def settle(self) -> None:
        """After the last entry: read files by their names alone, if nothing stands at its place on a device."""
        if self._placed:
            self.unread += [entry for _, entry in self._loose.wanted if _looks_like_evidence(entry)]
            return
        self.wanted += self._loose.wanted
        self.siblings.update(self._loose.siblings)
        self.by_name.update(each for parsers, _ in self._loose.wanted for each in parsers)

    def fold(self) -> tuple[list[tuple[Entry, Entry]], list[Entry]]:
        """Leave out further views of one storage (`/data/data` and `/data/user/0`) that are of the same size.

        Gives each view left out with the entry that stands for it, whose content is still to be compared, and the
        entries of which another view is of another size: these are all read.
        """
        parsers: dict[tuple[str, str], set[str]] = {}
        for wanted, entry in self.wanted:
            parsers.setdefault((canonical(entry.path), entry.state), set()).update(wanted)
        kept: list[tuple[tuple[str, ...], Entry]] = []
        left: list[tuple[Entry, Entry]] = []
        differing: list[Entry] = []
        for each in fold((entry for _, entry in self.wanted), self._sizes):
            chosen = parsers[canonical(each.entry.path), each.entry.state]
            kept.append((tuple(sorted(chosen)), each.entry))
            left += [(view, each.entry) for view in each.views]
            differing += [each.entry] if each.differs else []
        self.wanted = kept
        return left, differing

    def _sizes(self, entry: Entry) -> tuple[tuple[str, int], ...]:
        """The journals of a database and their sizes; with an unlike set of them two views are not the same."""
        return tuple((suffix, found.size) for suffix, found in self._siblings(entry.path).items())

    def restore(self, views: Sequence[tuple[Entry, Entry]]) -> list[Job]:
        """Take back views that hold something else than what stands for them, and make their jobs."""
        parsers = {entry.stored: wanted for wanted, entry in self.wanted}
        again = [(parsers[kept.stored], view) for view, kept in views]
        before, self.wanted = self.wanted, again
        jobs = self.jobs()
        self.wanted = before + again
        return jobs

    def jobs(self) -> list[Job]:
        """Make the jobs, in the order in which their items will be numbered: by path."""
        self.wanted.sort(key=lambda each: (each[1].path, each[1].stored))
        jobs: list[Job] = []
        batches: dict[tuple[str, ...], list[FileSet]] = {}
        names = {name for parser in self.parsers.values() for name in parser.beside}
        known = {entry.path: entry for _, entry in self.wanted} if names else {}
        for parsers, entry in self.wanted:
            files = FileSet(entry, self._siblings(entry.path), self._beside(parsers, entry.path, known))
            if any(self.parsers[each].queries for each in parsers):
                jobs.append(self._job(parsers, [files]))
                continue
            batch = batches.setdefault(parsers, [])
            batch.append(files)
            if len(batch) >= _BATCH_FILES or sum(each.main.size for each in batch) >= _BATCH_BYTES:
                jobs.append(self._job(parsers, batches.pop(parsers)))
        jobs += [self._job(parsers, batch) for parsers, batch in batches.items()]
        return sorted(jobs, key=lambda job: (job.files[0].main.path, job.files[0].main.stored, job.parsers))

    def carving(self) -> Job:
        """Make the job that looks for rows in what no file owns, and learns from the live databases."""
        learned = [
            FileSet(entry, self._siblings(entry.path))
            for parsers, entry in self.wanted
            if entry.state == "live" and any(self.parsers[each].queries for each in parsers)
        ]
        return replace(self._job(("carving",), learned), parsers=(), carves=True)

    def matched(self) -> Mapping[str, int]:
        """Number of files that each parser's patterns matched."""
        counts = dict.fromkeys(self.parsers, 0)
        for parsers, _ in self.wanted:
            for each in parsers:
                counts[each] += 1
        return counts

    def offered(self) -> Iterator[Entry]:
        """The files that were taken as a job's to read, and the journals and indexes of databases."""
        yield from {entry.stored: entry for _, entry in (*self.wanted, *self._loose.wanted)}.values()
        yield from {**self._loose.siblings, **self.siblings}.values()

    def orphans(self) -> list[str]:
        """Paths of journals whose database is not in the exhibit."""
        mains = {entry.path for _, entry in self.wanted}
        return sorted(path for path in self.siblings if path[: path.rindex("-")] not in mains)

    def belonging(self, entry: Entry) -> tuple[Entry, ...]:
        """The journals of a database."""
        return tuple(self._siblings(entry.path).values())

    def _siblings(self, path: str) -> dict[str, Entry]:
        return {suffix: found for suffix in SIBLINGS if (found := self.siblings.get(path + suffix))}

    def _beside(self, parsers: Sequence[str], path: str, known: Mapping[str, Entry]) -> dict[str, Entry]:
        """The files that the parsers of a file want to read together with it."""
        folder = posixpath.dirname(path)
        names = [name for each in parsers for name in self.parsers[each].beside]
        named = {name: posixpath.normpath(posixpath.join(folder, name)) for name in names}
        return {name: known[place] for name, place in named.items() if place in known and place != path}

    def _job(self, parsers: tuple[str, ...], files: Sequence[FileSet]) -> Job:
        digest = hashlib.sha256(f"{__version__}\0{self.label}\0{parsers}".encode())
        for each in files:
            for entry in (each.main, *each.siblings.values(), *each.beside.values()):
                digest.update(f"\0{entry.stored}\0{entry.size}\0{entry.mtime_us}".encode(errors="surrogateescape"))
        return Job(self.label, digest.hexdigest()[:32], parsers, tuple(files))


def _folder(entry: Entry) -> str:
    return entry.stored.rpartition("/")[0]


def _looks_like_evidence(entry: Entry) -> bool:
    return entry.path.lower().endswith(_LOOKS_LIKE_EVIDENCE)
