"""Runs the same jobs on a Dask cluster whose machines share the storage of the exhibits and of the case.

The scheduler's address is given by the examiner, and this is the only part of phonefx that opens a socket. Workers
write shards into the case's working folder, which all machines must see under the same path. Merging stays with the
caller, so the case is the same as one made alone. A worker that is lost costs its job a second start, nothing else.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from phonefx.case import hashing
from phonefx.case.plan import Job
from phonefx.case.runner import run_job
from phonefx.case.workers import Place
from phonefx.errors import EvidenceError, MissingExtra, UsageError
from phonefx.evidence import Exhibit

_opened: dict[tuple[Path, str | None], Exhibit] = {}


class Cluster:
    """Does what `workers.Workers` does, on the workers of a Dask scheduler."""

    def __init__(self, place: Place, address: str) -> None:
        self.place = place
        self.client = _connect(address)
        self._chunks: deque[Any] = deque()

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def hash(self, root: str, files: Sequence[str]) -> None:
        """Have files of the folder `root` hashed."""
        self._chunks.append(self.client.submit(hashing.listed, str(Path(root).resolve()), files, retries=3, pure=False))

    def hashed(self) -> Iterator[hashing.Hashed]:
        """Wait for the hashes and give them in the order of the files."""
        while self._chunks:
            yield from self._chunks.popleft().result()

    def begin(self, jobs: Sequence[Job]) -> None:
        """Take jobs that are known before the others: a cluster begins with all of them at once."""

    def shards(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, Path]]:
        """Run the jobs and give each with its shard, in order."""
        futures = [
            self.client.submit(run_remote, job, self.place, key=f"{job.exhibit}-{job.name}", retries=3, pure=False)
            for job in jobs
        ]
        try:
            for job, future in zip(jobs, futures, strict=True):
                yield job, self._result(job, future)
        finally:
            self.client.cancel(futures)

    def _result(self, job: Job, future: Any) -> Path:  # noqa: ANN401 - the package has no types
        from distributed.scheduler import KilledWorker

        try:
            shard: Path = future.result()
        except KilledWorker as error:
            raise EvidenceError(job.files[0].main.stored, "the workers that took it up all died") from error
        return shard


def run_remote(job: Job, place: Place) -> Path:
    """Run one job on a worker; the exhibit stays open there for the next one."""
    where = (place.exhibit, place.password)
    if where not in _opened:
        _opened[where] = place.open()
    return run_job(job, _opened[where], place.work, place.shard(job), limits=place.scope)


def _connect(address: str) -> Any:  # noqa: ANN401
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingExtra("A cluster", "cluster") from error
    try:
        connect: Any = Client
        return connect(address, timeout=30)
    except (OSError, TimeoutError, ValueError) as error:
        raise UsageError(f"no scheduler answers at {address}") from error
