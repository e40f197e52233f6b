"""What a run writes beside the database: the report and the map."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from phonefx.case import audit, manifest
from phonefx.case.progress import Progress
from phonefx.case.store import Case
from phonefx.timeline import due


class Written(NamedTuple):
    """What was written, what to open first at the front; and the positions that the map does not draw."""

    paths: list[Path]
    not_drawn: int


def write(case: Case, progress: Progress, *, report: bool = True) -> Written:
    """Write the outputs of a finished case and seal it."""
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
        progress.step("writing the report")
        pdf = case.folder / "report" / "report.pdf"
        pdf.parent.mkdir(exist_ok=True, mode=0o700)
        write_report(case.db, pdf, Options())
        written.append(pdf)
        progress.step("writing the map")
        kmz = pdf.with_name("movement.kmz")
        not_drawn = write_map(case, kmz)[NOT_DRAWN]
        audit.append(case.folder, "map written", {"file": kmz.name, "format": "kmz", "not_drawn": not_drawn})
        written.append(kmz)
    progress.step("sealing")
    manifest.write(case.folder)
    return Written([*written, case.folder / "case.db"], not_drawn)
