"""A database that its app keeps encrypted is said to be so; one that is only broken is not."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import casework

from phonefx.parsers.registry import all_parsers, parsers_by_id

SEALED = [parser for parser in all_parsers() if parser.sealed]
PATHS = {made.parser: made.about["path"] for made in casework.made_cases()}


@pytest.mark.parametrize("parser", SEALED, ids=lambda parser: parser.id)
def test_an_encrypted_database_is_named_as_such(parser):
    content = random.Random(1).randbytes(8192)
    result = casework.run(parser, PATHS[parser.id], content)
    assert (result.rows, result.problems) == ([], [("encrypted", parser.sealed)])


@pytest.mark.parametrize("content", [b"not a database at all", b"\x00" * 8192, b"plain text " * 800])
def test_what_is_no_database_is_not_called_encrypted(content):
    result = casework.run(SEALED[0], PATHS[SEALED[0].id], content)
    assert [code for code, _ in result.problems] == ["not a database"]


def test_an_app_that_encrypts_nothing_is_never_said_to():
    result = casework.run(
        parsers_by_id()["apps.kik.android"], PATHS["apps.kik.android"], random.Random(2).randbytes(8192)
    )
    assert [code for code, _ in result.problems] == ["not a database"]
