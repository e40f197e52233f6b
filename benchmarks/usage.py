"""Processor time and peak memory of processes, read from the system.

The peak is `VmHWM` of the process itself. `ru_maxrss`, which waiting for a process gives, begins at the peak of the
process that started it.
"""

from __future__ import annotations

import os
import resource
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

_EVERY = 0.02


class Used(NamedTuple):
    """Wall seconds, CPU seconds with all children, and the peak megabytes of the largest process."""

    wall: float
    cpu: float
    peak: float


def peak(process: int | str = "self") -> float:
    """Peak megabytes of a process that runs; 0 where it is gone."""
    try:
        told = Path(f"/proc/{process}/status").read_text()
    except OSError:
        if process == "self" and not Path("/proc/self").exists():
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return 0.0
    line = next((line for line in told.splitlines() if line.startswith("VmHWM:")), None)
    return int(line.split()[1]) / 1024 if line else 0.0


def used() -> tuple[float, float]:
    """CPU seconds and peak megabytes of this process."""
    its = resource.getrusage(resource.RUSAGE_SELF)
    return its.ru_utime + its.ru_stime, peak()


def family(process: int) -> list[int]:
    """A process and all below it."""
    found = [process]
    for each in found:
        try:
            below = [path.read_text() for path in Path(f"/proc/{each}/task").glob("*/children")]
        except OSError:
            continue
        found += [int(number) for text in below for number in text.split()]
    return found


def run(command: list[str], **given: object) -> Used:
    """Run a command to its end, its processes looked at all the while.

    Raises:
        SystemExit: it failed.
    """
    start, most = time.monotonic(), 0.0
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **given)  # type: ignore[call-overload]
    while True:
        most = max(most, *map(peak, family(process.pid)))
        ended, status, its = os.wait4(process.pid, os.WNOHANG)
        if ended:
            break
        time.sleep(_EVERY)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)} ended with status {process.returncode}")
    return Used(wall, its.ru_utime + its.ru_stime, most)
