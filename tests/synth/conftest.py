"""Made phones that the tests of this folder share."""

from __future__ import annotations

from pathlib import Path

import pytest

from phonefx.synth.library import find_scenario
from phonefx.synth.make import make
from phonefx.synth.scenario import read_scenario


@pytest.fixture(scope="session")
def android(tmp_path_factory):
    out = tmp_path_factory.mktemp("android") / "made"
    make(read_scenario(find_scenario(Path("first-phone"))), out)
    return out


@pytest.fixture(scope="session")
def iphone(tmp_path_factory):
    out = tmp_path_factory.mktemp("iphone") / "made"
    make(read_scenario(find_scenario(Path("first-iphone"))), out)
    return out
