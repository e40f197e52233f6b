"""Runs `process` until it was killed so many times, at random moments; a script of its own, for it forks.

python killer.py PHONE CASE TIMES SEED

The moments lie within the time that one run takes which is left alone. A run that ends before its moment begins anew.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

from phonefx.case import manifest
from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress


def work(phone: Path, case: Path) -> None:
    process([ExhibitSpec("E1", phone)], case, Options(), Progress()).close()
    manifest.write(case)


def calm(phone: Path, case: Path) -> float:
    """Seconds that a run takes which nobody kills."""
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        work(phone, case)
        os._exit(0)
    os.waitpid(child, 0)
    shutil.rmtree(case)
    return time.monotonic() - started


def main() -> None:
    phone, case = Path(sys.argv[1]), Path(sys.argv[2])
    rng, longest = random.Random(int(sys.argv[4])), calm(phone, Path(f"{sys.argv[2]}-calm"))
    killed = 0
    while killed < int(sys.argv[3]):
        child = os.fork()
        if child == 0:
            os.setpgid(0, 0)
            work(phone, case)
            os._exit(0)
        time.sleep(rng.random() * longest)
        done, _ = os.waitpid(child, os.WNOHANG)
        if not done:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            killed += 1
        else:
            shutil.rmtree(case)
    work(phone, case)
    print(killed)


if __name__ == "__main__":
    main()
