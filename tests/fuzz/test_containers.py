"""Whatever bytes stand in a container: it is read or refused, soon, in bounded memory, and nothing else happens.

The corpus is tried whole. Then inputs made from it by chance are tried, the same ones in every run, until a quarter of
`PHONEFX_FUZZ_SECONDS` (default 40) is used up.
"""

from __future__ import annotations

import random
import time

import pytest
from tests.fuzz.containers import CORPUS, TARGETS
from tests.fuzz.test_fuzz import soon, spoilt

from phonefx.errors import EvidenceError, MissingExtra

from .targets import TARGETS as DECODERS
from .test_fuzz import SECONDS as SHARE

SECONDS = SHARE * len(DECODERS) / 4 / len(TARGETS)
each_target = pytest.mark.parametrize("name", TARGETS)


def attempt(name: str, data: bytes) -> bool:
    try:
        TARGETS[name](data)
    except EvidenceError as error:
        assert str(error)
        return False
    except MissingExtra as error:
        pytest.skip(str(error))
    return True


def seeds(name: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted((CORPUS / name).iterdir())]


@each_target
def test_every_seed_is_read(name):
    for path in sorted((CORPUS / name).iterdir()):
        with soon():
            read = attempt(name, path.read_bytes())
        assert read or path.name.startswith("harm-"), path.name


@each_target
def test_every_seed_cut_short_is_read_or_refused(name):
    for data in seeds(name):
        for part in range(1, 12):
            with soon():
                attempt(name, data[: len(data) * part // 12])


@each_target
def test_what_chance_makes_of_a_seed_is_read_or_refused(name):
    chance, known, tried = random.Random(name), seeds(name), 0
    end = time.monotonic() + SECONDS
    while time.monotonic() < end or tried < 20:
        data = spoilt(chance, known, 1 << 20)
        with soon():
            try:
                attempt(name, data)
            except BaseException as error:
                raise AssertionError(f"{name}, input {tried}, {len(data)} bytes: {error!r}") from error
        tried += 1


def test_a_fault_would_be_seen(monkeypatch):
    monkeypatch.setitem(TARGETS, "tar", lambda _: [].pop())
    with pytest.raises(AssertionError, match="pop from empty list"):
        test_what_chance_makes_of_a_seed_is_read_or_refused("tar")


def test_every_target_has_its_corpus_and_it_stays_small():
    assert {path.name for path in CORPUS.iterdir()} == set(TARGETS)
    assert sum(path.stat().st_size for path in CORPUS.rglob("*")) < 1_200_000
