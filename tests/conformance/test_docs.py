"""What the code states of itself is what the documentation says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from phonefx.cli.main import COMMANDS
from phonefx.records import KINDS, PARTS, kind_name

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs").glob("*.md"))


def test_generated_parts_are_current():
    script = ROOT / "tools" / "generate_docs.py"
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("kind", [*KINDS, *PARTS], ids=kind_name)
def test_every_kind_is_documented(kind):
    assert f"### {kind_name(kind)}\n" in (ROOT / "docs" / "case-format.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name):
    assert f"## phonefx {name}\n" in (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page):
    import re

    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
