"""Times `phonefx process` against the bare minimum on the same phone.

    python benchmarks/process.py [--scale 1] [--runs 3] [--phone FOLDER]

Each figure is of a whole process, taken by the operating system; the two commands run in turn. Quote the ratios.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import phone as phones

HERE = Path(__file__).parent


def measure(command: list[str]) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds and peak megabytes of one run."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - start
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with status {process.returncode}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--scale", type=float, default=1)
    options.add_argument("--files", type=int, default=50_000)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--phone", type=Path)
    options.add_argument("--whole", action="store_true", help="with map and report")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        phone = given.phone or Path(scratch) / "phone"
        if not phone.exists():
            phones.make(phone, given.scale, given.files)
        figures: dict[str, list[tuple[float, float, float]]] = {"minimum": [], "phonefx": []}
        for run in range(given.runs + 1):
            minimum = measure([sys.executable, str(HERE / "minimum.py"), str(phone), f"{scratch}/minimum{run}.db"])
            case = f"{scratch}/case{run}"
            extra = [] if given.whole else ["--no-report"]
            ours = measure([sys.executable, "-m", "phonefx", "process", str(phone), "-o", case, "--quiet", *extra])
            if run:
                figures["minimum"].append(minimum)
                figures["phonefx"].append(ours)
    print(f"{'':10} {'wall s':>8} {'CPU s':>8} {'peak MB':>8}   (medians of {given.runs} runs)")
    for name, runs in figures.items():
        wall, cpu, memory = (statistics.median(column) for column in zip(*runs, strict=True))
        print(f"{name:10} {wall:8.2f} {cpu:8.2f} {memory:8.0f}")
    for at, what in ((0, "wall"), (1, "CPU")):
        pairs = [ours[at] / least[at] for ours, least in zip(figures["phonefx"], figures["minimum"], strict=True)]
        print(f"ratio {what}: {min(pairs):.2f} to {max(pairs):.2f}, median {statistics.median(pairs):.2f}")


if __name__ == "__main__":
    main()
