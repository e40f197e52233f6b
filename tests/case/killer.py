"""Kills `process` and has it resume; a script of its own, for it forks.

python killer.py steps PHONE FOLDER caller|worker
python killer.py moments PHONE CASE all|caller TIMES JOBS

The first takes each step that changes a folder or opens a file to write to it, in the caller or in a worker, makes the
case FOLDER/1, FOLDER/2 ... and kills all processes of its run before that step. The second kills runs, or their callers
alone, at moments that lie within the time that one run takes which is left alone; one that ends before its moment
begins anew. A run that nobody killed must end well.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import random
import shutil
import signal
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path

from phonefx.case import manifest
from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod", "sqlite3.connect"}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def begin(phone: Path, case: Path, jobs: int, worker: bool = False, at: int = 0) -> int:
    """Start a run in a group of processes of its own; with `at` it ends there by itself."""
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        if at:
            kill_before(case, worker, at)
        code = 1
        try:
            process([ExhibitSpec("E1", phone)], case, Options(jobs=jobs), Progress()).close()
            manifest.write(case)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    with suppress(OSError):  # the child was faster
        os.setpgid(child, child)
    return child


def kill_before(case: Path, worker: bool, at: int) -> None:
    done = 0

    def hook(event: str, given: tuple[object, ...]) -> None:
        nonlocal done
        if event in CHANGES or (event == "open" and isinstance(given[2], int) and given[2] & WRITES):
            ours = str(case) in str(given[0]) and worker == (multiprocessing.parent_process() is not None)
            done += ours
            if ours and done == at:
                os.killpg(0, signal.SIGKILL)

    sys.addaudithook(hook)


def ends_well(child: int) -> bool:
    """Wait for a run; one that nobody killed must have ended well."""
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status):
        assert os.WEXITSTATUS(status) == 0, "a run failed"
    return os.WIFEXITED(status)


def steps(phone: Path, folder: Path, who: str) -> None:
    for at in itertools.count(1):
        if ends_well(begin(phone, folder / str(at), 1, who == "worker", at)):
            shutil.rmtree(folder / str(at))
            return
        assert ends_well(begin(phone, folder / str(at), 1))


def moments(phone: Path, case: Path, whom: str, times: int, jobs: int) -> None:
    started = time.monotonic()
    assert ends_well(begin(phone, case, jobs))
    longest, killed = time.monotonic() - started, 0
    shutil.rmtree(case)
    while killed < times:
        child = begin(phone, case, jobs)
        time.sleep(random.random() * longest)
        (os.killpg if whom == "all" else os.kill)(child, signal.SIGKILL)
        if ends_well(child):
            shutil.rmtree(case)
        killed += 1
    assert ends_well(begin(phone, case, jobs))


def main() -> None:
    what, phone, case, whom, *numbers = sys.argv[1:]
    (steps if what == "steps" else moments)(Path(phone), Path(case), whom, *map(int, numbers))


if __name__ == "__main__":
    main()
