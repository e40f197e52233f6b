"""Realm stores made by the published layout: every type that is read, several clusters, and broken ones."""

from __future__ import annotations

import io
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent))

from realm_made import BACKLINK, BYTES, DOUBLE, INTEGER, LINK, MOMENT, TEXT, TRUTH, Maker

from phonefx.errors import Damaged
from phonefx.formats import realm

NULL, LIST = 0x10, 0x20


def whole(streamed: bool = False) -> bytes:
    make = Maker()
    first = [make.numbers([5, -6]), make.short(["a", None]), make.doubles([1.5, None]),
             make.moments([(1_700_000_000, 5), None]), make.numbers([1, 0]), 0, make.nullable([None, 9])]  # fmt: skip
    second = [make.numbers([7]), make.small(["ä" * 40]), make.doubles([-0.25]), make.moments([(1, 2)]),
              make.numbers([3]), 0, make.nullable([8])]  # fmt: skip
    columns = [("n", INTEGER, 0), ("text", TEXT, NULL), ("real", DOUBLE, NULL), ("when", MOMENT, NULL),
               ("yes", TRUTH, NULL), ("other", LINK, NULL), ("m", INTEGER, NULL)]  # fmt: skip
    things = make.table(columns, [(2, first), (1, second)])
    long = make.table([(None, BACKLINK, 0), ("long", TEXT, NULL), ("many", INTEGER, LIST)],
                      [(2, [0, make.big(["x" * 300, None]), 0])])  # fmt: skip
    return make.store({"class_Thing": things, "class_Long": long}, streamed)


def rows(content: bytes, name: str) -> list[dict]:
    store = realm.read(io.BytesIO(content))
    found = [row for _, row in store.rows(name)]
    assert store.damage == ""
    return found


@pytest.mark.parametrize("streamed", [False, True])
def test_every_type_is_read(streamed: bool):
    assert rows(whole(streamed), "class_Thing") == [
        {"n": 5, "text": "a", "real": 1.5, "when": (1_700_000_000, 5), "yes": True, "m": None},
        {"n": -6, "text": None, "real": None, "when": None, "yes": False, "m": 9},
        {"n": 7, "text": "ä" * 40, "real": -0.25, "when": (1, 2), "yes": None, "m": 8},
    ]


def test_long_texts_and_what_is_not_read():
    store = realm.read(io.BytesIO(whole()))
    assert rows(whole(), "class_Long") == [{"long": "x" * 300}, {"long": None}]
    assert (store.tables["class_Thing"].unread, store.tables["class_Long"].unread) == (("other",), ("many",))
    assert store.version == 24


def test_a_table_that_is_not_there_has_no_rows():
    assert rows(whole(), "class_Other") == []


def test_a_part_that_holds_itself_is_told():
    make = Maker()
    values = [make.numbers([5, 6])]
    table = make.table([("n", INTEGER, 0)], [(2, values), (2, values)])
    content = bytearray(make.store({"t": table}))
    store = realm.read(io.BytesIO(bytes(content)))
    root = store.tables["t"].root
    content[root + 8 + 8 * 4 : root + 8 + 8 * 5] = root.to_bytes(8, "little")
    store = realm.read(io.BytesIO(bytes(content)))
    assert len(list(store.rows("t"))) == 2
    assert store.damage == "a part of a table holds itself"


@pytest.mark.parametrize("content", [b"", bytes(24), b"\0" * 16 + b"T-DB" + bytes(40), bytes(range(200))])
def test_anything_else_is_refused(content: bytes):
    with pytest.raises(Damaged):
        realm.read(io.BytesIO(content))


BIG = st.integers(-(2**62), 2**62).filter(lambda n: n != -77)


@given(st.lists(st.tuples(BIG, st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"]), max_size=30)),
                          st.floats(allow_nan=False)), min_size=1, max_size=6))  # fmt: skip
@settings(deadline=None, max_examples=50)
def test_whatever_is_written_is_read(values):
    make = Maker()
    numbers, texts, reals = (list(each) for each in zip(*values, strict=True))
    for form in (make.small, make.big):
        refs = [make.numbers(numbers), form(texts), make.doubles(reals), make.nullable(numbers)]
        columns = [("n", INTEGER, 0), ("t", TEXT, NULL), ("r", DOUBLE, 0), ("m", INTEGER, NULL)]
        content = make.store({"t": make.table(columns, [(len(values), refs)])})
        wanted = [{"n": n, "t": t, "r": r, "m": n} for n, t, r in values]
        assert rows(content, "t") == wanted


@given(st.integers(0, 3000), st.binary(min_size=1, max_size=30))
@settings(deadline=None, max_examples=200)
def test_broken_bytes_never_crash(place: int, noise: bytes):
    content = whole()
    at = place % len(content)
    with suppress(Damaged):
        store = realm.read(io.BytesIO(content[:at] + noise + content[at + len(noise) :]))
        for name in store.tables:
            list(store.rows(name))


def test_bytes_have_no_end_mark():
    make = Maker()
    raw = make.numbers([make.numbers([3, 3]), make.put(2 << 3, 3, b"\1\0\2"), make.numbers([0, 1])], refs=True)
    content = make.store({"t": make.table([("b", BYTES, NULL)], [(2, [raw])])})
    assert rows(content, "t") == [{"b": b"\1\0\2"}, {"b": None}]
