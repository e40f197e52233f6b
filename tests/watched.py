"""Runs phonefx under watch: every Python process of the run writes down what the interpreter was asked to do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SCRIPT = """
import json, os, sys
LOG = os.environ["PHONEFX_TEST_LOG"]

def watch(event, arguments):
    if event.startswith("socket.") and event not in ("socket.gethostname",):
        note(event, repr(arguments[1:])[:200])
    elif event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
        note(event, repr(arguments[:2])[:200])
    elif event == "sqlite3.load_extension":
        note(event, repr(arguments[1:]))
    elif event == "open" and isinstance(arguments[0], str):
        mode, flags = arguments[1] or "", arguments[2] or 0
        if any(each in mode for each in "wax+") or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            note("write", os.path.abspath(arguments[0]))
    elif event in ("os.rename", "os.mkdir", "os.remove", "os.link", "os.symlink", "shutil.rmtree") and os.path.isabs(
        str(arguments[0])
    ):
        note("write", os.path.abspath(str(arguments[0])))

def note(event, what):
    if what != LOG and not what.startswith(("/dev/", "/proc/")):
        descriptor = os.open(LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(descriptor, (json.dumps([event, what]) + "\\n").encode())
        os.close(descriptor)

sys.addaudithook(watch)
"""


@dataclass(frozen=True)
class Run:
    """What a watched command did: its exit status, what it printed, and the events noted as (event, what)."""

    status: int
    printed: str
    events: list[tuple[str, str]]


class Watch:
    """Runs Python under watch; its script and log lie in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "sitecustomize.py").write_text(SCRIPT)

    def phonefx(self, *arguments: object) -> Run:
        return self.python("-m", "phonefx", *arguments)

    def python(self, *arguments: object) -> Run:
        self.log.unlink(missing_ok=True)
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join([str(self.folder), os.environ.get("PYTHONPATH", "")]),
            "PHONEFX_TEST_LOG": str(self.log),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        command = [sys.executable, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, check=False, env=environment, timeout=600)
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        printed = (done.stdout + done.stderr).decode("utf-8", "backslashreplace")
        return Run(done.returncode, printed, [tuple(json.loads(line)) for line in lines])
