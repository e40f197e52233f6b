"""What a run writes beside the database: the report and the map."""

from __future__ import annotations

import multiprocessing
from collections.abc import Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, suppress
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from phonefx.case import audit, manifest, workers
from phonefx.case.progress import Progress
from phonefx.case.store import Case
from phonefx.timeline import due


class Written(NamedTuple):
    """What was written, what to open first at the front; and the positions that the map does not draw."""

    paths: list[Path]
    not_drawn: int


def write(case: Case, progress: Progress, *, report: bool = True, jobs: int = 1,
          faults: Mapping[str, int] = MappingProxyType({})) -> Written:  # fmt: skip
    """Write the outputs of a finished case and seal it; with several jobs map and report beside each other.

    `faults` are the files that differ of each exhibit that was hashed again.
    """
    written, not_drawn = [], 0
    if not report:
        due.put_off(case)
    else:
        from phonefx.report.maps.thinning import NOT_DRAWN
        from phonefx.report.maps.write import write_map
        from phonefx.report.options import Options
        from phonefx.report.pdf import write_report
        from phonefx.timeline import build as timeline

        progress.step("merging people and movement")
        timeline.build(case)
        pdf = case.folder / "report" / "report.pdf"
        pdf.parent.mkdir(exist_ok=True, mode=0o700)
        kmz = pdf.with_name("movement.kmz")
        with ExitStack() as stack:
            beside = stack.enter_context(_process()).submit(_map, case.folder, kmz) if jobs > 1 else None
            progress.step("writing the report")
            write_report(case.db, pdf, Options(faults=dict(faults)))
            progress.step("writing the map")
            there = _result(beside)
            not_drawn = there if there is not None else write_map(case, kmz)[NOT_DRAWN]
        written.append(pdf)
        audit.append(case.folder, "map written", {"file": kmz.name, "format": "kmz", "not_drawn": not_drawn})
        written.append(kmz)
    progress.step("sealing")
    manifest.write(case.folder)
    return Written([*written, case.folder / "case.db"], not_drawn)


def _process() -> ProcessPoolExecutor:
    """Give one further process; what it reads, the case, is complete."""
    return ProcessPoolExecutor(1, multiprocessing.get_context(workers.way_to_start()))


def _result(beside: Future[int] | None) -> int | None:
    """Wait for the map that a process writes; nothing where there is none, or it was ended from outside."""
    with suppress(BrokenProcessPool):
        return beside.result() if beside is not None else None
    return None


def _map(folder: Path, kmz: Path) -> int:
    """Write the map in a process of its own; gives how many positions it does not draw."""
    from phonefx.report.maps.thinning import NOT_DRAWN
    from phonefx.report.maps.write import write_map

    with Case.finished(folder) as case:
        return write_map(case, kmz)[NOT_DRAWN]
