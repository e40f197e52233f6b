"""Fixtures that all tests share."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from phonefx.case import store

# How fast a machine makes inputs says nothing of phonefx.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

# No power fails while tests run, and what a killed process wrote is there without it; waiting shows nothing.
os.fsync = lambda _file: None
_connect = store.connect


def _without_waiting(path: Path, write: bool = False) -> sqlite3.Connection:
    database = _connect(path, write)
    if write:
        database.execute("PRAGMA synchronous = OFF")
    return database


store.connect = _without_waiting

ROOT = Path(__file__).resolve().parent.parent


def find_corpus() -> Path | None:
    """The folder of real phone data: beside the checkout, or beside a checkout's parent."""
    for base in (ROOT.parent, ROOT.parent.parent):
        if (base / "shared" / "corpus" / "TRUTH.json").is_file():
            return base / "shared" / "corpus"
    return None


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real phone data; tests that need it skip where it is missing."""
    found = find_corpus()
    if found is None:
        pytest.skip("the corpus of real phone data (shared/corpus beside the checkout) is not here")
    return found
