"""What a run writes beside the database: the report and the map."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from phonefx.case import audit, hashing, manifest, workers
from phonefx.case.progress import Progress
from phonefx.case.store import DATABASE, Case, scratch
from phonefx.timeline import due

Result = TypeVar("Result")


class Written(NamedTuple):
    """What was written, what to open first at the front; and the positions that the map does not draw."""

    paths: list[Path]
    not_drawn: int


def write(case: Case, progress: Progress, *, report: bool = True, jobs: int = 1,
          faults: Mapping[str, int] = MappingProxyType({})) -> Written:  # fmt: skip
    """Write the outputs of a finished case and seal it.

    With several jobs a further process computes the movement beside the people, and writes the map beside the report.
    `faults` are the files that differ of each exhibit that was hashed again.
    """
    written, not_drawn = [], 0
    hashed = {}
    if not report:
        due.put_off(case)
    else:
        with ExitStack() as stack:
            beside = _Beside(stack.enter_context(_process()) if jobs > 1 else None)
            progress.step("merging people and movement")
            _derive(case, beside)
            pdf = case.folder / "report" / "report.pdf"
            pdf.parent.mkdir(exist_ok=True, mode=0o700)
            kmz = pdf.with_name("movement.kmz")
            drawn = beside.begin(_map, case.folder, kmz)
            progress.step("writing the report")
            _report(case, pdf, faults)
            progress.step("writing the map")
            if beside.pool is not None:  # nothing is written to it any more, and the map may take longer
                hashed[case.folder / DATABASE] = hashing.digest(case.folder / DATABASE)
            there = drawn()
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


@dataclass(frozen=True, slots=True)
class _Beside:
    """A further process where there is one; what it was ended at from outside is done by the caller."""

    pool: ProcessPoolExecutor | None

    def begin(self, work: Callable[..., Result], *given: object) -> Callable[[], Result | None]:
        """Begin a work, and give what waits for its result: None where nobody does it."""
        try:
            begun = self.pool.submit(work, *given) if self.pool is not None else None
        except BrokenProcessPool:
            begun = None

        def result() -> Result | None:
            with suppress(BrokenProcessPool):
                return begun.result() if begun is not None else None
            return None

        return result


def _derive(case: Case, beside: _Beside) -> None:
    """Compute what report and map show."""
    from phonefx.timeline import build as timeline

    if beside.pool is None or not timeline.is_first(case):
        timeline.build(case)
        return
    with scratch(case.folder) as work:
        timeline.build_beside(case, beside.begin(timeline.follow_movement, case.folder, work / "movement.db"))


def _report(case: Case, pdf: Path, faults: Mapping[str, int]) -> None:
    from phonefx.report.options import Options
    from phonefx.report.pdf import write_report

    write_report(case.db, pdf, Options(faults=dict(faults)))


def _map(folder: Path, kmz: Path) -> int:
    """Write the map in a process of its own; gives how many positions it does not draw."""
    with Case.finished(folder) as case:
        return _draw(case, kmz)


def _draw(case: Case, kmz: Path) -> int:
    from phonefx.report.maps.thinning import NOT_DRAWN
    from phonefx.report.maps.write import write_map

    return write_map(case, kmz)[NOT_DRAWN]
