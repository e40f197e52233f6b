"""The shipped scenarios."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from phonefx.errors import NotFound


def shipped() -> list[Path]:
    """Give the shipped scenarios, in the order of their names."""
    return sorted(Path(str(files("phonefx.synth") / "scenarios")).glob("*.yaml"))


def find_scenario(named: Path) -> Path:
    """Find a scenario by its path, or a shipped one by its name."""
    if named.is_file():
        return named
    for path in shipped():
        if path.stem == str(named):
            return path
    raise NotFound(named)
