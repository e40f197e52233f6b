"""Run the file-system tools that make disk images; they are packages of the system, not of Python."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Final

from phonefx.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

PACKAGES: Final = {
    "mke2fs": "e2fsprogs", "debugfs": "e2fsprogs", "mkfs.f2fs": "f2fs-tools", "sload.f2fs": "f2fs-tools",
}  # fmt: skip
_PLACES: Final = "/usr/sbin:/sbin:/usr/local/sbin"


def find(tool: str) -> str | None:
    """Give the path of a tool, also where administrators keep it; None where it is not installed."""
    return shutil.which(tool) or shutil.which(tool, path=_PLACES)


def run(tool: str, *arguments: str | Path, at: int = 0, feed: str = "") -> None:
    """Run a tool with its clock held at `at` (seconds since 1970); its failure is a usage error."""
    program = find(tool)
    if program is None:
        raise UsageError(f"{tool} is needed for this container; it comes with the package {PACKAGES[tool]}")
    environment = dict(os.environ) | {"E2FSPROGS_FAKE_TIME": str(at), "LC_ALL": "C", "TZ": "UTC"}
    done = subprocess.run([program, *map(str, arguments)], env=environment, input=feed, text=True, check=False,
                          capture_output=True)  # fmt: skip
    if done.returncode:
        raise UsageError(f"{tool} failed: {done.stderr.strip().splitlines()[-1:] or done.returncode}")
