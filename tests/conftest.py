"""Fixtures that all tests share."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings
from hypothesis.internal.conjecture import providers

from phonefx.case import store

# How fast a machine makes inputs says nothing of phonefx; what a test is given once may serve all of its inputs.
settings.register_profile(
    "any machine",
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("any machine")
settings.register_profile("explore", derandomize=False, print_blob=True)
EXPLORED = int(os.environ.get("PHONEFX_EXPLORE_TIMES", "20"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have every run of a commit try the same inputs; where they are searched for, try so many times as many."""
    if settings.get_current_profile_name() != "explore":
        # The words of those modules that happen to be loaded would be among the inputs.
        providers._get_local_constants = providers.Constants
        for item in items:
            if item.get_closest_marker("explore"):
                item.add_marker(pytest.mark.skip("searches at random: make explore"))
        return
    for test in {test.obj for test in items if is_hypothesis_test(getattr(test, "obj", None))}:
        own = test._hypothesis_internal_use_settings
        test._hypothesis_internal_use_settings = settings(own, max_examples=own.max_examples * EXPLORED)


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
