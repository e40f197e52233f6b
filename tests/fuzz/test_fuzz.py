"""Whatever the bytes are: a decoder reads them or refuses them, soon, and raises nothing else.

The corpus is tried whole. Then inputs made from it by chance are tried, as many and the same ones in every run. With
`PHONEFX_FUZZ_SECONDS` others are tried, for so long, all targets together. `tools/fuzz.py` searches deeper.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tests.fuzz.targets import CORPUS, TARGETS, attempt, seeds

from phonefx import formats

SECONDS = float(os.environ.get("PHONEFX_FUZZ_SECONDS", "0"))
TRIED = 1500
FEWER = {"sqlite": 50}
"""Where a single input takes a hundred times as long."""
SOON = 20
KNOWN = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 0x7FFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF]
each_target = pytest.mark.parametrize("name", TARGETS)


@contextmanager
def soon() -> Iterator[None]:
    """Fail where the block takes more than `SOON` seconds of the processor; not watched where nothing counts these."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def late(*_: object) -> None:
        raise TimeoutError(f"not done after {SOON} seconds")

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, SOON)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def by_chance(name: str, known: list[bytes], count: int, seconds: float, most: int = 1 << 16) -> Iterator[bytes]:
    """Make so many inputs, the same ones in every run; or others for so many seconds, where any are given."""
    chance, end = random.Random(None if seconds else name), time.monotonic() + seconds
    for tried in itertools.count():
        if time.monotonic() >= end if seconds else tried == count:
            return
        yield spoilt(chance, known, most)


def spoilt(chance: random.Random, known: list[bytes], most: int = 1 << 16) -> bytes:
    """Make an input: bytes flipped, numbers replaced by edges, pieces cut, doubled, or put in from another seed."""
    data = bytearray(chance.choice(known))
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(6):
            case 0 if data:
                data[at % len(data)] ^= 1 << chance.randrange(8)
            case 1 if data:
                data[at % len(data)] = chance.randrange(256)
            case 2:
                width = chance.choice((1, 2, 4, 8))
                edge = chance.choice(KNOWN) & (1 << 8 * width) - 1
                data[at : at + width] = edge.to_bytes(width, chance.choice(("big", "little")))
            case 3:
                del data[at : at + chance.randrange(1, 32)]
            case 4:
                data[at:at] = data[at : at + chance.randrange(1, 64)] * chance.choice((1, 2, 50))
            case _:
                other = chance.choice(known)
                start = chance.randrange(len(other) + 1)
                data[at:at] = other[start : start + chance.randrange(1, 64)]
    return bytes(data[:most])


@each_target
def test_the_corpus_is_read_or_refused(name):
    with soon():
        read = [attempt(name, data) for data in seeds(name)]
    assert any(read), "at least one input of the corpus is valid"


@each_target
def test_what_chance_makes_of_it_is_read_or_refused(name):
    inputs = by_chance(name, list(seeds(name)), FEWER.get(name, TRIED), SECONDS / len(TARGETS))
    for number, data in enumerate(inputs):
        with soon():
            try:
                attempt(name, data)
            except BaseException as error:
                raise AssertionError(f"{name} on {data[:2000].hex()} (input {number}): {error!r}") from error


@each_target
def test_nothing_and_the_shortest_inputs(name):
    for data in (b"", b"\0", b"\xff", b"{", b"<", b"\n", bytes(64), b"\xff" * 64, b"[" * 5000, b"<a>" * 5000):
        attempt(name, data)


def test_a_fault_would_be_seen(monkeypatch):
    monkeypatch.setitem(TARGETS, "segb", lambda _: [].pop())
    with pytest.raises(AssertionError, match="pop from empty list"):
        test_what_chance_makes_of_it_is_read_or_refused("segb")


def test_every_decoder_is_a_target():
    folder = CORPUS.parents[2] / "src" / "phonefx" / "formats"
    assert list(formats.__path__) == [str(folder)]
    modules = {path.stem for path in folder.iterdir() if not path.name.startswith("__")}
    inside = {"heic", "isobmff", "jpeg", "tiff", "visible"}  # read by way of exif and mp4; writes
    assert modules - inside == set(TARGETS) - {"fulltext", "keyed", "mbfile"}
    assert {path.name for path in CORPUS.iterdir()} == set(TARGETS)
