"""The versions that an iOS parser names are those for which made files stand, and no others."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import casework

from phonefx.parsers.registry import Parser, all_parsers

MADE: dict[str, set[str]] = defaultdict(set)
for made in casework.made_cases():
    MADE[made.parser].add(made.about.get("variant", ""))
NAMED = [each for each in all_parsers() if each.id.startswith("ios.") and each.variants]


@pytest.mark.parametrize("parser", NAMED, ids=lambda each: each.id)
def test_the_versions_that_it_names_are_those_of_its_made_files(parser: Parser):
    assert MADE[parser.id] == set(parser.variants)


def test_the_artifacts_with_many_schemas_name_them():
    several = {"messages", "calls", "contacts", "photos", "routined.local", "notes", "health", "locationd.cache"}
    assert {f"ios.{each}" for each in several} <= {each.id for each in NAMED}
