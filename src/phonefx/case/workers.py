"""Runs jobs in worker processes and gives their shards in the order of the jobs.

A parser that hangs, eats memory or takes its process down with it costs nothing but itself: a worker says which parser
it begins on which file, so that when it has to be stopped, or dies, the job runs again without that one, and the shard
says so. Workers read; only the caller writes to the case.
"""

from __future__ import annotations

import math
import multiprocessing
import os
import signal
import sqlite3
import sys
import tempfile
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Final, Literal

from phonefx.case import hashing, room
from phonefx.case.plan import Job, Left
from phonefx.case.runner import run_job
from phonefx.case.scope import Scope
from phonefx.case.store import CONTAINERS, INDEXES, WORK
from phonefx.errors import CaseFull, EvidenceError, PhonefxError
from phonefx.evidence import Exhibit, open_exhibit
from phonefx.evidence import Limits as Bounds

_RETRIES: Final = 50
_STARTING: Final = 300.0
_CHUNKS: Final = 64
_BYTES_AT_ONCE: Final = 256 << 20
"""After so many bytes who hashes files is asked whether there is a job, of which more depends."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one parser may take on one file: seconds, and bytes of address space of its worker (0: no limit)."""

    seconds: float = 1800
    memory: int = 4 << 30


@dataclass(frozen=True, slots=True)
class Place:
    """What a worker needs to open the exhibit again, and where it builds its shards."""

    exhibit: Path
    password: str | None
    work: Path
    scope: Scope | None = None
    bounds: Bounds = field(default_factory=Bounds)

    def open(self) -> Exhibit:
        """Open the exhibit; the plain copies of its compressed containers are there already."""
        case = self.work.parent.parent
        scratch = case / WORK / CONTAINERS
        return open_exhibit(
            self.exhibit, password=self.password, scratch=scratch, limits=self.bounds, indexes=case / INDEXES
        )

    def shard(self, job: Job) -> Path:
        """Where the shard of a job is, or will be."""
        return self.work / f"{job.name}.shard"


@dataclass(slots=True)
class _Chunk:
    """Files to hash of the folder `root`, and the hashes of the first of them that are there."""

    root: str
    files: Sequence[str]
    hashes: list[hashing.Hashed] = field(default_factory=list)

    @property
    def left(self) -> Sequence[str]:
        """Those that are not hashed."""
        return self.files[len(self.hashes) :]


@dataclass(slots=True)
class _Worker:
    """One process, the pipes from and to it, what it is at, and since when."""

    process: Any
    pipe: Connection
    orders: Connection
    job: Job | None = None
    chunks: Sequence[_Chunk] = ()
    left: Left = field(default_factory=dict)
    at: tuple[str, str] | None = None
    since: float = 0


class Workers:
    """A pool of worker processes; they start at once, so that they are ready when the jobs are planned.

    Who has no job hashes files, the caller too while it waits.
    """

    def __init__(self, place: Place, processes: int, limits: Limits = Limits()) -> None:
        self.place = place
        self.limits = limits
        self.workers: list[_Worker] = []
        self._jobs = _Jobs()
        self._chunks: deque[_Chunk] = deque()
        self._unhashed: deque[_Chunk] = deque()
        self._planned = False
        for _ in range(processes):
            self.workers.append(self._start())

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            self._stop(worker)

    def hash(self, root: str, files: Sequence[str]) -> None:
        """Have files of the folder `root` hashed; waits where very many are waiting already."""
        chunk = _Chunk(root, files)
        self._chunks.append(chunk)
        self._unhashed.append(chunk)
        self._turn(0)
        while len(self._unhashed) > _CHUNKS:
            self._turn()

    def hashed(self) -> Iterator[hashing.Hashed]:
        """Wait for the hashes and give them in the order of the files.

        Never those alone that are there: what is written to the case at a time must not depend on who was faster.
        """
        while self._chunks:
            while self._chunks[0].left:
                self._turn()
            yield from self._chunks.popleft().hashes

    def begin(self, jobs: Sequence[Job]) -> None:
        """Begin with jobs that are known before the others, unless one worker has them all to do in their order."""
        if len(self.workers) > 1:
            self._jobs.add(jobs)

    def shards(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, Path]]:
        """Begin with the jobs, and give each with its shard, in order, as soon as all before it are done."""
        self._jobs.plan(jobs)
        self._planned = True
        self._hand_out()
        return self._in_order(jobs)

    def _in_order(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, Path]]:
        for job in jobs:
            self._turn(0)  # the caller may be long at merging what was given before, and this
            while job.name in self._jobs.open:
                self._turn()
            yield job, self.place.shard(job)

    def _turn(self, patience: float = _STARTING) -> None:
        """Hear the workers, for so many seconds at most, and give work to those that have none."""
        self._hand_out()
        if patience and self._unhashed:
            chunk, patience = self._unhashed.popleft(), 0
            self._add([chunk], hashing.listed(chunk.root, chunk.left, _BYTES_AT_ONCE))
        self._collect(patience)
        self._hand_out()

    def _hand_out(self) -> None:
        for worker in self.workers:
            if worker.job is not None or worker.chunks:
                continue
            order: object
            if self._jobs.waiting:
                worker.job, worker.left = order = self._jobs.take(len(self.workers))
            elif self._unhashed:
                worker.chunks = self._share()
                order = (worker.chunks[0].root, [name for chunk in worker.chunks for name in chunk.left])
            else:
                continue
            worker.at, worker.since = None, time.monotonic()
            with suppress(OSError):
                worker.orders.send(order)

    def _share(self) -> list[_Chunk]:
        """What an idle worker is to hash: little while jobs may come, then its share, for the caller may be merging."""
        count = -(-len(self._unhashed) // len(self.workers)) if self._planned else 1
        return [self._unhashed.popleft() for _ in range(count)]

    def _collect(self, patience: float) -> None:
        """Hear the workers, for so many seconds at most; put back the jobs of those that were lost."""
        busy = [worker for worker in self.workers if worker.job is not None or worker.chunks]
        if not busy:
            return
        patience = min([patience, *(self._deadline(worker) - time.monotonic() for worker in busy)])
        ready = wait([worker.pipe for worker in busy], timeout=max(patience, 0))
        for worker in busy:
            if worker.pipe in ready:
                self._hear(worker)
            elif time.monotonic() >= self._deadline(worker):
                self._lost(worker, f"stopped after {self.limits.seconds:g} seconds")

    def _deadline(self, worker: _Worker) -> float:
        """When a worker has taken too long; one that has not begun may still be starting, on a busy machine."""
        if worker.job is None:
            return math.inf
        return worker.since + (self.limits.seconds if worker.at else max(_STARTING, self.limits.seconds))

    def _hear(self, worker: _Worker) -> None:
        try:
            what, value = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(5)
            self._lost(worker, f"its process died (exit status {worker.process.exitcode})")
            return
        if what == "at":
            worker.at, worker.since = value, time.monotonic()
        elif what == "error":
            raise value
        elif what == "hashed":
            chunks, worker.chunks = worker.chunks, ()
            self._add(chunks, value)
        else:
            worker.job = None
            self._jobs.done(value)

    def _add(self, chunks: Sequence[_Chunk], hashes: Sequence[hashing.Hashed]) -> None:
        """Take hashes of chunks, one after the other; what is left of them is the next to be hashed."""
        for chunk in chunks:
            more = len(chunk.left)
            chunk.hashes += hashes[:more]
            hashes = hashes[more:]
        self._unhashed.extendleft(chunk for chunk in reversed(chunks) if chunk.left)

    def _lost(self, worker: _Worker, reason: str) -> None:
        """Start a new worker in the place of a lost one, and the job again without what it was at."""
        job, chunks, left, at = worker.job, worker.chunks, worker.left, worker.at
        self._stop(worker)
        fresh = self._start()
        worker.process, worker.pipe, worker.orders = fresh.process, fresh.pipe, fresh.orders
        worker.job, worker.chunks = None, ()
        if chunks:
            for chunk in chunks:
                chunk.hashes += hashing.listed(chunk.root, chunk.left)
            return
        assert job is not None
        if at is None or len(left) >= _RETRIES:
            raise EvidenceError(job.files[0].main.stored, f"could not be worked on: {reason}")
        self._jobs.put_back(job, left | {at: reason})

    def _start(self) -> _Worker:
        way = way_to_start()
        context: Any = multiprocessing.get_context(way)
        hear, tell = context.Pipe(duplex=False)  # two one-way pipes: a two-way one would be a pair of sockets
        take, give = context.Pipe(duplex=False)
        others = [end for each in self.workers for end in (each.pipe, each.orders)]
        ours = (hear, give, *others) if way == "fork" else ()
        arguments = (take, tell, self.place, self.limits.memory, ours)
        process = context.Process(target=_serve, args=arguments, daemon=True)
        process.start()
        take.close()
        tell.close()
        return _Worker(process, hear, give)

    @staticmethod
    def _stop(worker: _Worker) -> None:
        worker.pipe.close()
        worker.orders.close()
        if worker.process.is_alive():
            worker.process.kill()
        worker.process.join()
        worker.process.close()


class _Jobs:
    """The jobs that wait, in their order; `open` has the bytes of those that are not done."""

    def __init__(self) -> None:
        self.waiting: OrderedDict[str, tuple[Job, Left]] = OrderedDict()
        self.open: dict[str, int] = {}
        self._known: set[str] = set()
        self._left = 0
        self._by_size: deque[str] = deque()

    def plan(self, jobs: Sequence[Job]) -> None:
        """Have those of all jobs wait, in their order, that were not begun; others that wait are none of the plan."""
        early, self.waiting = self.waiting, OrderedDict()
        for name in early:
            del self.open[name]
        self._known -= early.keys()
        self.add(jobs)
        self.waiting |= {name: early[name] for name in early.keys() & self.waiting.keys()}

    def add(self, jobs: Sequence[Job]) -> None:
        """Have jobs wait that are not known."""
        for job in jobs:
            if job.name not in self._known:
                self._known.add(job.name)
                self.waiting[job.name] = (job, {})
                self.open[job.name] = job.size
        self._left = sum(self.open.values())
        self._by_size = deque(sorted(self.waiting, key=lambda name: self.open[name], reverse=True))

    def put_back(self, job: Job, left: Left) -> None:
        """Have a job wait again, before all others."""
        self.waiting[job.name] = (job, left)
        self.waiting.move_to_end(job.name, last=False)

    def done(self, name: str) -> None:
        """Note that a job is done."""
        self._left -= self.open.pop(name)

    def take(self, workers: int) -> tuple[Job, Left]:
        """Take the first that waits, for its shard is merged first, so that there is something to merge.

        One that is as much as each worker's share of what is not done goes before it: left to the end, it would have
        a worker to itself while the others have nothing to do.
        """
        while self._by_size and self._by_size[0] not in self.waiting:
            self._by_size.popleft()
        if workers > 1 and self._by_size and self.open[self._by_size[0]] * workers >= self._left:
            return self.waiting.pop(self._by_size[0])
        return self.waiting.popitem(last=False)[1]


def way_to_start() -> Literal["fork", "spawn"]:
    """Say how to start a process: by fork where that is safe, else as a new interpreter.

    A fork has every module and parser at once, where a new interpreter loads them again. It is safe on Linux, and while
    no other thread may hold a lock that the fork would wait for without end.
    """
    if sys.platform == "linux" and hasattr(os, "fork") and threading.active_count() == 1:
        return "fork"
    return "spawn"


def _serve(orders: Connection, pipe: Connection, place: Place, memory: int, not_ours: Sequence[Connection]) -> None:
    """What a worker does: take a job, run it, say so, until the pipes are closed.

    `not_ours` are the caller's ends of pipes that a fork has too: left open, no worker would hear that the caller died.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_caller()
    for end in not_ours:
        end.close()
    _limit_memory(memory)
    tempfile.tempdir = str(place.work)  # unnamed files of decrypted content: on the disk of the case, not the system's
    exhibit = None
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            job, left = orders.recv()
            if isinstance(job, str):  # files to hash: their folder, and their names
                pipe.send(("hashed", hashing.listed(job, left, _BYTES_AT_ONCE)))
                continue
            try:
                exhibit = exhibit or place.open()
                run_job(job, exhibit, place.work, place.shard(job), left, lambda at: _tell(pipe, at), place.scope)
                pipe.send(("done", job.name))
            except PhonefxError as error:
                pipe.send(("error", error))
            except (sqlite3.Error, OSError) as error:
                if not room.is_gone(error):
                    raise
                pipe.send(("error", CaseFull(place.work)))


def end_with_caller() -> None:
    """End this process when the one that started it is gone, whatever it waits for: nobody would take its result."""
    caller = multiprocessing.parent_process()
    if caller is not None:
        threading.Thread(target=_end_after, args=(caller.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _tell(pipe: Connection, at: tuple[str, str]) -> None:
    """Tell the caller what is begun; end where there is none any more, which must not pass for a fault of the evidence.

    Raises:
        SystemExit: the caller is gone.
    """
    try:
        pipe.send(("at", at))
    except OSError:
        raise SystemExit from None


def _limit_memory(memory: int) -> None:
    """Limit the address space of this process where the platform can."""
    if not memory:
        return
    try:
        import resource
    except ImportError:
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
