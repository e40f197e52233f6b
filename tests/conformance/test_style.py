"""The budgets of size and shape that the source keeps."""

from __future__ import annotations

import ast
import shutil
import subprocess
from pathlib import Path
from statistics import median, quantiles

import pytest

SRC = Path(__file__).resolve().parents[2] / "src" / "phonefx"
FILES = sorted(SRC.rglob("*.py"))
ROOT = SRC.parents[1]
ROOMS = {".ci", "benchmarks", "changelog.d", "docs", "src", "tests", "tools"}
RUNNER = SRC / "case" / "runner.py"


def functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        (f"{path.relative_to(SRC)}:{node.name}", node.end_lineno - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]


def test_no_file_is_longer_than_600_lines():
    long = {str(path.relative_to(SRC)): count for path in FILES if (count := len(path.read_text().splitlines())) > 600}
    assert long == {}


def test_the_median_file_has_at_most_120_lines():
    sizes = [count for path in FILES if (count := len(path.read_text().splitlines())) > 1]
    assert len(sizes) < 10 or median(sizes) <= 120


def test_no_function_is_longer_than_80_lines():
    assert {name: lines for path in FILES for name, lines in functions(path) if lines > 80} == {}


def test_functions_are_short():
    lengths = [lines for path in FILES for _, lines in functions(path)]
    assert median(lengths) <= 10
    assert quantiles(lengths, n=20)[-1] <= 40


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_only_the_runner_catches_everything(path: Path):
    broad = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            names = {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)} if node.type else {"bare"}
            if names & {"bare", "Exception", "BaseException"}:
                broad.append(node.lineno)
    allowed = 1 if path == RUNNER else 0
    assert len(broad) <= allowed, f"broad catch in lines {broad}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_names_say_something(path: Path):
    assert path.stem not in {"util", "utils", "helper", "helpers", "common", "misc"}


@pytest.mark.skipif(not (ROOT / ".git").exists() or not shutil.which("git"), reason="this is no checkout of git")
def test_nothing_that_was_made_by_chance_is_in_the_repository():
    """Folders other than the rooms of the project, and much data, come from a command run in the wrong place."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    names = [name for name in listed.split("\0") if name]
    assert {name.partition("/")[0] for name in names if "/" in name} == ROOMS
    assert sum((ROOT / name).lstat().st_size for name in names if (ROOT / name).exists()) < 40 << 20
