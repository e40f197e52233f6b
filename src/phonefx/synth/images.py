"""Rebuild the small ready-made training phones of the test suite: `python -m phonefx.synth.images FOLDER`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from phonefx.synth.library import find_scenario
from phonefx.synth.make import KEY, make
from phonefx.synth.scenario import read_scenario

READY: Final = {"first-phone": "maya-android.zip", "first-iphone": "tom-iphone.zip"}


def build(folder: Path) -> list[Path]:
    """Make every ready-made phone with its key; the same bytes each time."""
    made = []
    for name, archive in READY.items():
        with tempfile.TemporaryDirectory() as scratch:
            out = Path(scratch) / "made"
            make(read_scenario(find_scenario(Path(name))), out, containers=("zip",))
            for source, target in ((archive, f"{name}.zip"), (KEY, f"{name}.key.json")):
                made.append(folder / target)
                shutil.copyfile(out / source, folder / target)
    return made


if __name__ == "__main__":
    for path in build(Path(sys.argv[1])):
        print(path)
