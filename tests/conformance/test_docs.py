"""What the code states of itself is what the documentation says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "parsers"))

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


def test_every_dependency_has_its_reason_once():
    import re
    import tomllib

    stated = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lists = [stated["dependencies"], *stated["optional-dependencies"].values()]
    needed = {re.match(r"[\w.-]+", each)[0] for listed in lists for each in listed}
    rows = re.findall(r"^\| ([^|]+) \|", (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8"), re.MULTILINE)
    named = [each.strip(" `") for row in rows for each in row.split(",")]
    types = {each for each in needed if each.startswith("types-") or each.endswith("-stubs")}
    assert sorted(needed - types - set(named)) == []
    assert sorted({each for each in named if named.count(each) > 1} - {"---", "package"}) == []


def listed_parsers(page: str) -> list[str]:
    """The parsers that the table of evidence names."""
    import re

    table = page.partition("## Where each kind of evidence is read")[2].partition("\n## ")[0]
    return re.findall(r"`((?:ios|apps|exports|android)\.[a-z_0-9.]+)`", table)


def test_every_parser_of_ios_stands_in_the_table_of_evidence_and_has_a_case():
    import casework

    from phonefx.parsers.registry import parsers_by_id

    named = listed_parsers((ROOT / "docs" / "artifacts-ios.md").read_text(encoding="utf-8"))
    assert [each for each in named if each not in parsers_by_id()] == []
    assert sorted(each for each in parsers_by_id() if each.startswith("ios.") and each not in named) == []
    tried = {made.parser for made in casework.made_cases()}
    assert [each for each in named if each.startswith("ios.") and each not in tried] == []


def test_the_table_of_evidence_is_read_as_it_stands():
    head, rows = "`ios.no`\n## Where each kind of evidence is read\n", "| calls | `ios.calls`, `ios.gone` |\n\n"
    page = f"{head}{rows}## Of the system\n`ios.x`"
    assert listed_parsers(page) == ["ios.calls", "ios.gone"]
