"""Of every artifact, page and command state paths, versions, fields, evidence, limits and what it was verified on."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "parsers"))

import casework

from phonefx.cli.parsers import command
from phonefx.parsers.describing import PROVES, mapped
from phonefx.parsers.registry import Parser, all_parsers
from phonefx.records import KINDS, PARTS, kind_name

DOCS = Path(__file__).resolve().parents[2] / "docs"
OF_ANDROID = [
    parser for parser in all_parsers()
    if parser.id.startswith(("android.", "apps.")) and "ios" not in parser.id.split(".")
]  # fmt: skip


@cache
def sections() -> dict[str, str]:
    """Each artifact of the page of Android by the id of its parser."""
    page = (DOCS / "artifacts-android.md").read_text(encoding="utf-8")
    found = {}
    for section in page.split("\n### ")[1:]:
        lines = section.partition("\n## ")[0].splitlines()
        if len(lines) > 2 and lines[2].startswith("`") and lines[2].endswith("`"):
            found[lines[2].strip("`")] = section
    return found


@cache
def printed() -> dict[str, str]:
    """What the command prints of each, by the id of its parser."""
    told = [CliRunner().invoke(command, [family]).output for family in ("android.", "apps.")]
    return {each.partition(":")[0].strip(): each for each in "".join(told).split("\n\n")}


@pytest.mark.parametrize("parser", OF_ANDROID, ids=lambda parser: parser.id)
def test_each_artifact_is_described_in_full_on_the_page_and_by_the_command(parser: Parser):
    kinds = {each.kind for each in mapped(parser)}
    assert kinds, "what becomes of it?"
    wanted = [
        parser.title, parser.about, *parser.files, *parser.variants, "Verified on real data: ",
        *(PROVES[kind][0] for kind in kinds), *(PROVES[kind][1] for kind in kinds),
        *(f"{image}: {items} items" for image, items in parser.tested.items()),
        *(field for each in mapped(parser) for field in each.fields),
        *(word for each in mapped(parser) for word in each.evidence),
    ]  # fmt: skip
    for told in (sections()[parser.id], printed()[parser.id]):
        assert [each for each in wanted if each not in told] == []


def test_what_each_kind_proves_and_does_not_is_said():
    assert set(PROVES) == {kind_name(kind) for kind in (*KINDS, *PARTS)}
    assert all(what and limit for what, limit in PROVES.values())


@pytest.mark.parametrize("parser", OF_ANDROID, ids=lambda parser: parser.id)
def test_what_a_made_case_yields_is_what_is_described(parser: Parser):
    """The kinds and fields that come out of the made cases, read from the expected rows, stand in the description."""
    described = {each.kind for each in mapped(parser)}
    for made in casework.made_cases_of(parser.id):
        assert {row["kind"] for row in made.rows} <= described, made.expected.name
