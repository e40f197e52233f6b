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

from phonefx.case import audit, hashing, manifest, workers
from phonefx.case.progress import Progress
from phonefx.case.store import DATABASE, Case
from phonefx.timeline import due


class Written(NamedTuple):
    """What was written, what to open first at the front; and the positions that the map does not draw."""

    paths: list[Path]
    not_drawn: int


def write(case: Case, progress: Progress, *, report: bool = True, jobs: int = 1,
          faults: Mapping[str, int] = MappingProxyType({})) -> Written:  # fmt: skip
    """Write the outputs of a finished case and seal it.

    With several jobs a further process writes the map beside the report.
    `faults` are the files that differ of each exhibit that was hashed again.
    """
    written, not_drawn = [], 0
    hashed = {}
    if not report:
        due.put_off(case)
    else:
        progress.step("merging people and movement")
        _derive(case)
        with ExitStack() as stack:
            pdf = case.folder / "report" / "report.pdf"
            pdf.parent.mkdir(exist_ok=True, mode=0o700)
            kmz = pdf.with_name("movement.kmz")
            beside = stack.enter_context(_process()).submit(_map, case.folder, kmz) if jobs > 1 else None
            progress.step("writing the report")
            _report(case, pdf, faults)
            progress.step("writing the map")
            if beside is not None:  # nothing is written to it any more, and the map may take longer
                hashed[case.folder / DATABASE] = hashing.digest(case.folder / DATABASE)
            there = _result(beside)
            not_drawn = there if there is not None else _draw(case, kmz)
        written.append(pdf)
        audit.append(case.folder, "map written", {"file": kmz.name, "format": "kmz", "not_drawn": not_drawn})
        written.append(kmz)
    progress.step("sealing")
    manifest.write(case.folder, hashed)
    return Written([*written, case.folder / "case.db"], not_drawn)


def _process() -> ProcessPoolExecutor:
    """Give one further process, which ends with this one."""
    way = multiprocessing.get_context(workers.way_to_start())
    return ProcessPoolExecutor(1, way, initializer=workers.end_with_caller)


def _result(beside: Future[int] | None) -> int | None:
    """Wait for the map that a process writes; nothing where there is none, or it was ended from outside."""
    with suppress(BrokenProcessPool):
        return beside.result() if beside is not None else None
    return None


def _derive(case: Case) -> None:
    """Compute what report and map show."""
    from phonefx.timeline import build as timeline

    timeline.build(case)


def _report(case: Case, pdf: Path, faults: Mapping[str, int]) -> None:
    from phonefx.report.options import Options
    from phonefx.report.pdf import write_report

    write_report(case.db, pdf, Options(faults=dict(faults)))


def _map(folder: Path, kmz: Path) -> int:
    """Write the map in a process of its own; gives how many positions it does not draw."""
    with Case.finished(folder) as case:
        return _draw(case, kmz)


def _draw(case: Case, kmz: Path) -> int:
    from phonefx.report.maps.write import write_map
    from phonefx.timeline.movement.line import NOT_DRAWN

    return write_map(case, kmz)[NOT_DRAWN]
