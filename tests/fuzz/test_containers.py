"""Whatever bytes stand in a container: it is read or refused, soon, in bounded memory, and nothing else happens.

The corpus is tried whole. Then inputs made from it by chance are tried, as many and the same ones in every run. With
`PHONEFX_FUZZ_SECONDS` others are tried, for a quarter of that.
"""

from __future__ import annotations

import pytest
from tests.fuzz.containers import CORPUS, TARGETS
from tests.fuzz.test_fuzz import SECONDS, by_chance, soon

from phonefx.errors import EvidenceError, MissingExtra

TRIED = 100
FEWER = dict.fromkeys(("disk", "exfat", "fat", "hfs", "ext4"), 25)
"""Where a single input takes ten times as long."""
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
    inputs = by_chance(name, seeds(name), FEWER.get(name, TRIED), SECONDS / 4 / len(TARGETS), 1 << 20)
    for number, data in enumerate(inputs):
        with soon():
            try:
                attempt(name, data)
            except BaseException as error:
                raise AssertionError(f"{name}, input {number}, {len(data)} bytes: {error!r}") from error


def test_a_fault_would_be_seen(monkeypatch):
    monkeypatch.setitem(TARGETS, "tar", lambda _: [].pop())
    with pytest.raises(AssertionError, match="pop from empty list"):
        test_what_chance_makes_of_a_seed_is_read_or_refused("tar")


def test_every_target_has_its_corpus_and_it_stays_small():
    assert {path.name for path in CORPUS.iterdir()} == set(TARGETS)
    assert sum(path.stat().st_size for path in CORPUS.rglob("*")) < 1_200_000
