"""What a run writes beside the database: the report and the map."""

from __future__ import annotations

from pathlib import Path

from phonefx.case import manifest
from phonefx.case.progress import Progress
from phonefx.case.store import Case
from phonefx.timeline import due


def write(case: Case, progress: Progress, *, report: bool = True) -> list[Path]:
    """Write the outputs of a finished case, seal it, and give what was written, what to open first at the front."""
    written = []
    if not report:
        due.put_off(case)
    else:
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
        write_map(case, kmz)
        written.append(kmz)
    progress.step("sealing")
    manifest.write(case.folder)
    return [*written, case.folder / "case.db"]
