"""Takes exhibits into a case: plans, runs and merges their jobs, hashes what they are made of, tells what was left.

An exhibit that is complete in the case is never run again, so a run that was stopped takes up where it was, and a
further exhibit changes no item of the others.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Final

from phonefx import __version__
from phonefx.case import (
    again,
    attachments,
    audit,
    blocks,
    coverage,
    hashing,
    listing,
    removal,
    resuming,
    schema,
    unallocated,
    unlogged,
    views,
)
from phonefx.case.alone import alone
from phonefx.case.cluster import Cluster
from phonefx.case.merge import Tally, highest, merge
from phonefx.case.plan import Planner
from phonefx.case.progress import Progress
from phonefx.case.scope import Scope, short_numbers
from phonefx.case.store import CONTAINERS, INDEXES, WORK, Case
from phonefx.case.workers import Limits, Place, Workers
from phonefx.errors import UsageError
from phonefx.evidence import Exhibit, open_exhibit
from phonefx.evidence import Limits as Bounds
from phonefx.evidence.tars.index import SUFFIX
from phonefx.parsers.registry import listed_parsers

STATED: Final = "stated by the examiner"
_TAKEN_IN: Final = "exhibit taken in"
_LISTED_EVERY: Final = 1_000
_HASHED_AT_ONCE: Final = 1_000
_RECORDED_EVERY: Final = 64


@dataclass(frozen=True, slots=True)
class ExhibitSpec:
    """One extraction to take in: its label in the case and where it lies."""

    label: str
    path: Path


@dataclass(frozen=True, slots=True)
class Options:
    """What the examiner states for a run; `facts` are the case's: examiner, case_number, agency, timezone."""

    facts: dict[str, str] = field(default_factory=dict)
    jobs: int = 1
    password: str | None = None
    limits: Limits = field(default_factory=Limits)
    scope: Scope | None = None
    scheduler: str | None = None
    bounds: Bounds = field(default_factory=Bounds)
    carve: bool = False


def process(specs: Sequence[ExhibitSpec], folder: Path, options: Options, progress: Progress) -> Case:
    """Take exhibits into the case in `folder`, made if need be, and give the finished case.

    Raises:
        EvidenceError: an extraction cannot be opened; nothing of it is in the case.
        CaseError: the folder cannot be used, or the disk is full; the case is marked incomplete and can be resumed.
    """
    labels = [spec.label for spec in specs]
    if len(set(labels)) != len(labels):
        raise UsageError(f"two exhibits are called {next(each for each in labels if labels.count(each) > 1)}")
    for spec in specs:
        again.require_outside(folder, spec.path)
    Case.check_room(folder)
    with ExitStack() as stack:
        scratch = folder / WORK / CONTAINERS
        folder.mkdir(parents=True, exist_ok=True)
        stack.enter_context(alone(folder))
        stack.callback(_discard, scratch)
        scratch.mkdir(parents=True, exist_ok=True, mode=0o700)  # that of the case may be open to others yet
        exhibits = [stack.enter_context(_opened(spec.path, folder, options)) for spec in specs]
        case = Case.create(folder)
        unless_done = stack.enter_context(ExitStack())
        unless_done.callback(case.close)
        _check_scope(case, options.scope)
        for number in short_numbers(options.scope) if options.scope else ():
            progress.step(f"scope: {number} has fewer than nine digits and is compared as it is: a longer number that"
                          " ends in it is another")  # fmt: skip
        removal.finish(case)
        unlogged.log(folder)
        _check_unfinished(case, labels)
        todo = [pair for pair in zip(specs, exhibits, strict=True) if not _is_complete(case, pair[0], options.carve)]
        with case.transaction():
            case.set_meta("complete", "no")
            for name, value in options.facts.items():
                case.set_meta(name, value)
        audit.append(folder, "process", {"version": __version__, "exhibits": labels, "jobs": options.jobs})
        for spec in specs:
            if all(spec is not other for other, _ in todo):
                progress.step(f"{spec.label}: {spec.path.name} is in the case already; it is not read again")
        for spec, exhibit in todo:
            _take_in(case, spec, exhibit, options, progress)
        _log_missing(case, labels)
        if options.scope is None:
            _keep_indexes(scratch, folder / INDEXES)
        _finish(case, progress)
        unless_done.pop_all()
    return case


def _check_scope(case: Case, scope: Scope | None) -> None:
    """A case has one scope, stated when it is made: another would make its counts mean two things."""
    told = scope.told() if scope else ""
    known = case.meta("scope")
    if known is None:
        case.set_meta("scope", told)
    elif known != told:
        raise UsageError(f"{case.folder} was made with another scope; take the exhibits into a new case")


def _check_unfinished(case: Case, labels: Sequence[str]) -> None:
    """A case is complete when all of its exhibits are: one that an earlier run began is taken in to its end."""
    begun = case.db.execute("SELECT label FROM exhibit WHERE NOT complete ORDER BY id").fetchall()
    for (label,) in begun:
        if label not in labels:
            raise UsageError(f"{label} was begun and is not complete: give it too (--exhibit {label}=PATH), or take it"
                             " out with phonefx remove")  # fmt: skip


def _opened(path: Path, folder: Path, options: Options) -> Exhibit:
    scratch, indexes = folder / WORK / CONTAINERS, folder / INDEXES
    return open_exhibit(path, password=options.password, scratch=scratch, limits=options.bounds, indexes=indexes)


def _keep_indexes(scratch: Path, folder: Path) -> None:
    """Keep the lists of tar members; in a case with a scope they would name what is outside of it."""
    for made in sorted(scratch.glob(f"*{SUFFIX}")):
        folder.mkdir(exist_ok=True)
        made.replace(folder / made.name)


def _discard(scratch: Path) -> None:
    """Remove the plain copies of containers, and the folders above them where nothing else came to be in them."""
    shutil.rmtree(scratch, ignore_errors=True)
    for folder in (scratch.parent, scratch.parent.parent):
        with suppress(OSError):
            folder.rmdir()


def _is_complete(case: Case, spec: ExhibitSpec, carve: bool) -> bool:
    row = case.db.execute("SELECT name, complete FROM exhibit WHERE label = ?", (spec.label,)).fetchone()
    if row is None:
        return False
    if row[0] != spec.path.name:
        raise UsageError(f"{spec.label} is {row[0]} in this case; give {spec.path.name} another label")
    if row[1]:
        again.require_same(case, spec.label, spec.path)
    if row[1] and carve and coverage.left_unallocated(case.db, spec.label):
        raise UsageError(f"{spec.label} was taken in without --carve; take it into a new case")
    return bool(row[1])


def _take_in(case: Case, spec: ExhibitSpec, exhibit: Exhibit, options: Options, progress: Progress) -> None:
    progress.exhibit(spec.label, str(spec.path), exhibit.kind)
    number = _exhibit_row(case, spec, exhibit)
    work = case.work(number)
    work.mkdir(parents=True, exist_ok=True)
    _sweep(work)
    planner, tally = Planner(spec.label, listed_parsers()), Tally()
    place = Place(spec.path, options.password, work, options.scope, options.bounds)
    resuming.resume(case, number, spec.label, place, progress)
    with _engine(place, options) as workers, ThreadPoolExecutor(1) as side:
        files = _list(case, exhibit, number, planner, workers, progress)
        left = views.fold(planner, exhibit)
        jobs = planner.jobs()
        progress.planned(len(jobs))
        found = workers.shards(jobs)
        if not _is_plain(exhibit):
            hashes = side.submit(hashing.of_containers, exhibit.containers(), exhibit.root)
        for job, shard in found:
            progress.parsed(job.files[0].main.path, merge(case, shard, number, tally))
        if options.carve and unallocated.space_of(exhibit) is not None:
            progress.step(f"searching the unallocated space of {spec.path.name}")
            for _, shard in workers.shards([planner.carving()]):
                progress.parsed(unallocated.PATH, merge(case, shard, number, tally))
        same, differing = views.settle(case.db, number, exhibit, planner, left)
        if differing:
            for job, shard in workers.shards(planner.restore(differing)):
                progress.parsed(job.files[0].main.path, merge(case, shard, number, tally))
        progress.step(f"hashing {spec.path.name}")
        with case.transaction() as database:
            if _is_plain(exhibit):
                listing.add(database, number, workers.hashed(), exhibit.unpacked)
            else:
                listing.add(database, number, hashes.result())
    with case.transaction() as database:
        views.record(database, number, same)
        if _is_plain(exhibit):
            asked = "SELECT stored, size, sha256 FROM file WHERE exhibit = ? ORDER BY stored"
            never_read = hashing.listed(str(exhibit.root), _never_read(database, number, planner))
            listing.add(database, number, chain(database.execute(asked, (number,)), never_read), exhibit.unpacked)
        attachments.resolve(database, number, spec.label, exhibit)
        sha256, size = hashing.of_exhibit(database, number)
        database.execute("UPDATE exhibit SET sha256 = ?, size = ?, files = ?, complete = 1 WHERE id = ?",
                         (sha256, size, files, number))  # fmt: skip
        coverage.write(database, spec.label, planner, exhibit, tally)
        coverage.write_unallocated(database, spec.label, unallocated.space_of(exhibit), tally)
    _log(case, spec.label)
    shutil.rmtree(work, ignore_errors=True)


def _log(case: Case, label: str) -> None:
    """Log that an exhibit is complete."""
    row = case.rows("SELECT label AS exhibit, sha256, size, files, kind FROM exhibit WHERE label = ?", label)
    audit.append(case.folder, _TAKEN_IN, next(row))


def _log_missing(case: Case, labels: Sequence[str]) -> None:
    """Log what is complete and not in the log as such: a run may have been killed before it wrote that."""
    last = dict.fromkeys(labels, "")
    with suppress(ValueError, OSError, KeyError, TypeError):  # a log that somebody changed, which `verify` tells
        for entry in audit.entries(case.folder):
            if entry["action"] in {_TAKEN_IN, removal.REMOVED} and entry["details"]["exhibit"] in last:
                last[entry["details"]["exhibit"]] = entry["action"]
    for label, action in last.items():
        if action != _TAKEN_IN:
            _log(case, label)


def _engine(place: Place, options: Options) -> Workers | Cluster:
    """What runs the jobs: worker processes of this machine, or a cluster where a scheduler is named."""
    if options.scheduler is None:
        return Workers(place, options.jobs, options.limits)
    return Cluster(replace(place, exhibit=place.exhibit.resolve(), work=place.work.resolve()), options.scheduler)


def _sweep(work: Path) -> None:
    """Remove what a run that was killed left behind: shards that were not finished, then private copies.

    In this order: whoever is at work yet and misses its copy has no shard any more in which to call that a fault.
    """
    for left in sorted(work.iterdir(), key=Path.is_dir):
        if left.is_dir():
            shutil.rmtree(left)
        elif left.suffix != ".shard":
            left.unlink()


def _list(case: Case, exhibit: Exhibit, number: int, planner: Planner, workers: Workers | Cluster,
          progress: Progress) -> int:  # fmt: skip
    """Offer every file to the planner, have those of a folder that no job will read hashed, and give their number.

    The workers hash them meanwhile, and begin with the large databases of a folder as soon as these are listed.
    """
    plain, files, chunks = _is_plain(exhibit), 0, 0
    waiting: list[str] = []
    with case.transaction() as database:
        listing.remove(database, number)
        for files, entry in enumerate((each for each in exhibit.entries() if each.form == "file"), 1):
            if not planner.offer(entry) and plain:
                waiting.append(entry.stored)
            if len(waiting) >= _HASHED_AT_ONCE:
                workers.begin(planner.large(entry))
                workers.hash(str(exhibit.root), waiting)
                waiting, chunks = [], chunks + 1
                if chunks % _RECORDED_EVERY == 0:
                    listing.add(database, number, workers.hashed(), exhibit.unpacked)
            if files % _LISTED_EVERY == 0:
                progress.listed(files)
    if waiting:
        workers.hash(str(exhibit.root), waiting)
    planner.settle()
    progress.listed(files)
    return files


def _never_read(database: sqlite3.Connection, number: int, planner: Planner) -> Iterator[str]:
    """What was left to the jobs of a folder and no job read: shared-memory indexes, journals without their database."""
    known = {name for (name,) in database.execute("SELECT stored FROM file WHERE exhibit = ?", (number,))}
    for entry in planner.offered():
        if listing.storable(entry.stored) not in known:
            yield entry.stored


def _is_plain(exhibit: Exhibit) -> bool:
    """Whether each file of the exhibit is a file on disk, so that hashing the one is hashing the other."""
    return exhibit.kind in {"folder", "file"}


def _exhibit_row(case: Case, spec: ExhibitSpec, exhibit: Exhibit) -> int:
    facts = json.dumps(dict(exhibit.facts()), sort_keys=True)
    with case.transaction() as database:
        database.execute(
            "INSERT INTO exhibit(id, label, name, kind, reader, facts) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT(label) DO UPDATE SET kind = excluded.kind, reader = excluded.reader, facts = excluded.facts",
            (highest(database, "exhibit") + 1, spec.label, spec.path.name, exhibit.kind, exhibit.reader, facts),
        )
        row = database.execute("SELECT id FROM exhibit WHERE label = ?", (spec.label,)).fetchone()
    return int(row[0])


def _finish(case: Case, progress: Progress) -> None:
    progress.step("indexing")
    with case.transaction() as database:
        schema.create_indexes(database)
        blocks.build(database)
        if case.meta("timezone_from") != STATED:
            zone, why = coverage.phone_zone(database)
            case.set_meta("timezone", zone)
            case.set_meta("timezone_from", why)
        case.set_meta("complete", "yes")
    shutil.rmtree(case.folder / WORK, ignore_errors=True)
    audit.append(case.folder, "case complete", {})
