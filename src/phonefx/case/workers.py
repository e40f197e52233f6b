"""Runs jobs in worker processes and gives their shards in the order of the jobs.

A parser that hangs, eats memory or takes its process down with it costs nothing but itself: a worker says which parser
it begins on which file, so that when it has to be stopped, or dies, the job runs again without that one, and the shard
says so. Workers read; only the caller writes to the case.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Final, Literal

from phonefx.case import room
from phonefx.case.plan import Job, Left
from phonefx.case.runner import run_job
from phonefx.case.scope import Scope
from phonefx.case.store import CONTAINERS, INDEXES, WORK
from phonefx.errors import CaseFull, EvidenceError, PhonefxError
from phonefx.evidence import Exhibit, open_exhibit
from phonefx.evidence import Limits as Bounds

_RETRIES: Final = 50
_STARTING: Final = 300.0


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
class _Worker:
    """One process, the pipes from and to it, what it is at, and since when."""

    process: Any
    pipe: Connection
    orders: Connection
    job: Job | None = None
    left: Left = field(default_factory=dict)
    at: tuple[str, str] | None = None
    since: float = 0


class Workers:
    """A pool of worker processes; they start at once, so that they are ready when the jobs are planned."""

    def __init__(self, place: Place, processes: int, limits: Limits = Limits()) -> None:
        self.place = place
        self.limits = limits
        self.workers: list[_Worker] = []
        for _ in range(processes):
            self.workers.append(self._start())

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            self._stop(worker)

    def shards(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, Path]]:
        """Run the jobs and give each with its shard, in order, as soon as all before it are done.

        Several workers begin with the largest, so that none is left to the end alone.
        """
        ordered = jobs if len(self.workers) == 1 else sorted(jobs, key=_size, reverse=True)
        todo: deque[tuple[Job, Left]] = deque((job, {}) for job in ordered)
        done: set[str] = set()
        for job in jobs:
            while job.name not in done:
                self._hand_out(todo)
                done.update(self._collect(todo))
            yield job, self.place.shard(job)

    def _hand_out(self, todo: deque[tuple[Job, Left]]) -> None:
        for worker in self.workers:
            if worker.job is None and todo:
                worker.job, worker.left = todo.popleft()
                worker.at, worker.since = None, time.monotonic()
                with suppress(OSError):
                    worker.orders.send((worker.job, worker.left))

    def _collect(self, todo: deque[tuple[Job, Left]]) -> Iterator[str]:
        """Hear the workers; give the names of jobs that are done, put back those whose worker was lost."""
        busy = [worker for worker in self.workers if worker.job is not None]
        patience = min((self._deadline(worker) - time.monotonic() for worker in busy), default=0)
        ready = wait([worker.pipe for worker in busy], timeout=max(patience, 0))
        for worker in busy:
            if worker.pipe in ready:
                yield from self._hear(worker, todo)
            elif time.monotonic() >= self._deadline(worker):
                self._lost(worker, todo, f"stopped after {self.limits.seconds:g} seconds")

    def _deadline(self, worker: _Worker) -> float:
        """When a worker has taken too long; one that has not begun may still be starting, on a busy machine."""
        return worker.since + (self.limits.seconds if worker.at else max(_STARTING, self.limits.seconds))

    def _hear(self, worker: _Worker, todo: deque[tuple[Job, Left]]) -> Iterator[str]:
        try:
            what, value = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(5)
            self._lost(worker, todo, f"its process died (exit status {worker.process.exitcode})")
            return
        if what == "at":
            worker.at, worker.since = value, time.monotonic()
        elif what == "error":
            raise value
        else:
            worker.job = None
            yield value

    def _lost(self, worker: _Worker, todo: deque[tuple[Job, Left]], reason: str) -> None:
        """Start a new worker in the place of a lost one, and the job again without what it was at."""
        job, left, at = worker.job, worker.left, worker.at
        self._stop(worker)
        fresh = self._start()
        worker.process, worker.pipe, worker.orders, worker.job = fresh.process, fresh.pipe, fresh.orders, None
        assert job is not None
        if at is None or len(left) >= _RETRIES:
            raise EvidenceError(job.files[0].main.stored, f"could not be worked on: {reason}")
        todo.appendleft((job, left | {at: reason}))

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


def _size(job: Job) -> int:
    return sum(files.main.size for files in job.files)


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
    for end in not_ours:
        end.close()
    _limit_memory(memory)
    tempfile.tempdir = str(place.work)  # unnamed files of decrypted content: on the disk of the case, not the system's
    exhibit = None
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            job, left = orders.recv()
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
