"""The two training phones of the demo, processed once for all tests of the report."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.timeline import build as timeline

IMAGES = Path(__file__).resolve().parents[1] / "images"
PHONES = {"E1": IMAGES / "first-phone.zip", "E2": IMAGES / "first-iphone.zip"}


@pytest.fixture(scope="session")
def demo_case(tmp_path_factory) -> Path:
    """The case of `make demo`: a folder with `case.db`, people and movement merged."""
    folder = tmp_path_factory.mktemp("demo") / "case"
    stated = {"case_number": "DEMO-1", "examiner": "A. Example", "agency": "Example Police"}
    case = process([ExhibitSpec(*each) for each in PHONES.items()], folder, Options(stated), Progress())
    timeline.build(case)
    case.close()
    return folder


@pytest.fixture
def demo(demo_case) -> Iterator[sqlite3.Connection]:
    """The database of that case."""
    database = sqlite3.connect(demo_case / "case.db")
    yield database
    database.close()
