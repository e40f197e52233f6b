"""Runs jobs in this process or in several, and gives their shards in the order of the jobs."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from phonefx.case.plan import Job
from phonefx.case.runner import run_job
from phonefx.evidence import Exhibit, open_exhibit

_opened: dict[Path, Exhibit] = {}


def shards(jobs: Sequence[Job], path: Path, exhibit: Exhibit, password: str | None, processes: int,
           work: Path) -> Iterator[tuple[Job, Path]]:  # fmt: skip
    """Run the jobs, `processes` at a time, and give each with its shard, in order."""
    if processes <= 1 or len(jobs) < 2:
        for job in jobs:
            yield job, run_job(job, exhibit, work, work / f"{job.name}.shard")
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        pending = [(job, pool.submit(_in_worker, job, path, password, work)) for job in jobs]
        try:
            for job, future in pending:
                yield job, future.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _in_worker(job: Job, path: Path, password: str | None, work: Path) -> Path:
    if path not in _opened:
        _opened[path] = open_exhibit(path, password=password)
    return run_job(job, _opened[path], work, work / f"{job.name}.shard")
