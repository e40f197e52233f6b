"""Times `phonefx process` against the bare minimum on the same phone.

    python benchmarks/process.py [--scale 1] [--large] [--runs 3] [--phone FOLDER] [--jobs]

Three commands run in turn, each figure is of a whole process with its workers (`usage.py`): the bare
minimum, `process --no-report` (case.db and the timeline in it), and the whole `process` with map and report. Quote the
ratios. With `--jobs` the last two run also with two jobs, and on one core: with one job the worker and its caller work
at the same time, and so take more than a core where there is one. Their wall times, of which the shortest are compared,
say something on an idle machine alone.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))
import phone as phones
import usage

HERE = Path(__file__).parent
COMPARED = ("case.db", "whole")
ONE_CORE = ", 1 core"
TWO_JOBS = ", 2 jobs"


class Run(NamedTuple):
    """Wall seconds, CPU seconds and the megabytes of the largest process of one command, and of what it wrote."""

    wall: float
    cpu: float
    memory: float
    output: float


def measure(command: list[str], output: Path, *, one_core: bool = False) -> Run:
    """Run one command, on one core if that is asked, take its figures, and remove what it wrote.

    Modules are compiled once, as where phonefx is installed, whatever this environment says.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(output.parent / "compiled")
    found = usage.run([*command, str(output)], env=environment, preexec_fn=_stay_on_a_core if one_core else None)
    size = sum(path.stat().st_size for path in output.rglob("*.db")) if output.is_dir() else output.stat().st_size
    shutil.rmtree(output) if output.is_dir() else output.unlink()
    return Run(*found, size / 1e6)


def _stay_on_a_core() -> None:
    """Keep this process, and all that it starts, to one core."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def commands(phone: Path, jobs: bool) -> dict[str, list[str]]:
    """The commands by name; each takes the path of its output as its last argument."""
    process = [sys.executable, "-m", "phonefx", "process", str(phone), "--quiet"]
    listed = {
        "minimum": [sys.executable, str(HERE / "minimum.py"), str(phone)],
        "case.db": [*process, "--no-report", "-o"],
        "whole": [*process, "-o"],
    }
    for name in COMPARED if jobs else ():
        listed[name + ONE_CORE] = listed[name]
        listed[name + TWO_JOBS] = [*listed[name][:-1], "--jobs", "2", "-o"]
    return listed


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--scale", type=float, default=1)
    options.add_argument("--large", action="store_true", help="the large phone instead")
    options.add_argument("--runs", type=int, default=3, help="after one that warms the caches; 0: that one counts")
    options.add_argument("--phone", type=Path)
    options.add_argument("--jobs", action="store_true", help="also with two jobs, and on one core")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        phone = given.phone or Path(scratch) / "phone"
        if not phone.exists():
            phones.make(phone, (phones.LARGE if given.large else phones.BENCH).times(given.scale))
        figures: dict[str, list[Run]] = {}
        for number in range(given.runs + 1):
            for name, command in commands(phone, given.jobs).items():
                run = measure(command, Path(scratch) / f"out{number}", one_core=name.endswith(ONE_CORE))
                if number or not given.runs:
                    figures.setdefault(name, []).append(run)
        databases = (each for each in phone.rglob("*") if each.suffix.startswith((".db", ".sqlite", ".store")))
        sources = sum(each.stat().st_size for each in databases)
    show(figures, sources / 1e6)


def show(figures: dict[str, list[Run]], sources: float) -> None:
    """Print the medians and the ratios to the bare minimum of the same turn."""
    print(f"{'':15} {'wall s':>8} {'CPU s':>8} {'peak MB':>8} {'db MB':>8} {'CPU ratio':>16}")
    for name, runs in figures.items():
        wall, cpu, memory, output = (statistics.median(column) for column in zip(*runs, strict=True))
        ratios = [run.cpu / least.cpu for run, least in zip(runs, figures["minimum"], strict=True)]
        told = f"{min(ratios):.2f} to {max(ratios):.2f}"
        print(f"{name:15} {wall:8.2f} {cpu:8.2f} {memory:8.0f} {output:8.0f} {told:>16}")
    print(f"medians; the phone has {sources:.0f} MB of databases")
    for name in COMPARED:
        if name + TWO_JOBS in figures:
            free, core, two = (min(run.wall for run in figures[name + way]) for way in ("", ONE_CORE, TWO_JOBS))
            print(f"{name}, 2 jobs: {core / two:.2f} times one core, {free / two:.2f} times one job, shortest wall")


if __name__ == "__main__":
    main()
