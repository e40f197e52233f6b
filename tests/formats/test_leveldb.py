"""LevelDB files made by the published layout: logs over several blocks, tables plain and packed, and broken ones."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent))

from leveldb_made import batch, block, check, log, snap, table, varint

from phonefx.errors import Damaged
from phonefx.formats import leveldb

CHANGES = [(b"a", b"one"), (b"ab", None), (b"abc", b""), (b"b", b"two" * 50)]


def read(content: bytes) -> tuple[list[tuple[bytes, int, bytes | None]], str]:
    file = leveldb.read(io.BytesIO(content))
    found = [(each.key, each.number, each.value if each.put else None) for each in file.changes()]
    return found, file.damage


@pytest.mark.parametrize(("data", "value"), [
    (b"123456789", 0xE3069283), (bytes(32), 0x8A9136AA), (b"\xff" * 32, 0x62A8AB43), (bytes(range(32)), 0x46DD794E),
])  # fmt: skip
def test_the_check_value_is_that_of_the_standard(data: bytes, value: int):
    """Vectors of RFC 3720, appendix B.4, and the one of the catalogue of CRC algorithms."""
    assert leveldb.crc32c(data) == value
    assert check(data) == leveldb.masked(value).to_bytes(4, "little")


@pytest.mark.parametrize(("packed", "plain"), [
    (bytes.fromhex("051068656c6c6f"), b"hello"),
    (bytes.fromhex("0a046162" "1502"), None),
    (bytes.fromhex("0a046162" "1102"), b"ab" * 5),
    (bytes.fromhex("0a046162" "1e0200"), b"ab" * 5),
    (bytes.fromhex("0a046162" "1f02000000"), b"ab" * 5),
    (bytes.fromhex("46f045") + b"x" * 70, b"x" * 70),
    (b"", None), (b"\x05\x10he", None), (b"\x05\x11\x05", None), (b"\xff\xff\xff\xff\x7f", None),
])  # fmt: skip
def test_packed_blocks_follow_the_description_of_snappy(packed: bytes, plain: bytes | None):
    if plain is None:
        with pytest.raises(Damaged):
            leveldb.unsnap(packed)
    else:
        assert leveldb.unsnap(packed) == plain


def test_a_log_gives_every_change_with_its_number():
    content = log([batch(7, CHANGES), batch(40, [(b"z", b"last")])])
    numbered = [(key, 7 + place, value) for place, (key, value) in enumerate(CHANGES)]
    assert read(content) == ([*numbered, (b"z", 40, b"last")], "")


@pytest.mark.parametrize("size", [32768 - 7 - 19, 32768 - 8 - 19, 40_000, 100_000])
def test_a_batch_may_go_over_blocks(size: int):
    value = bytes(range(256)) * (size // 256 + 1)
    content = log([batch(1, [(b"k", value[:size])]), batch(2, [(b"l", b"next")])])
    assert read(content) == ([(b"k", 1, value[:size]), (b"l", 2, b"next")], "")


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("per_block", [1, 3, 50])
def test_a_table_gives_every_change(packed: bool, per_block: int):
    changes = [(f"key {n:03}".encode(), 1000 - n, None if n % 7 == 0 else b"v" * n) for n in range(60)]
    assert read(table(changes, per_block, packed)) == (changes, "")


def test_a_damaged_block_costs_no_other():
    changes = [(f"key {n}".encode(), n, b"value") for n in range(9)]
    content = bytearray(table(changes))
    content[3] ^= 0xFF
    found, damage = read(bytes(content))
    assert found == changes[3:]
    assert "check value" in damage


def test_a_damaged_record_of_a_log_is_told():
    content = bytearray(log([batch(1, CHANGES)]))
    content[20] ^= 1
    assert read(bytes(content)) == ([], "a record breaks off, or its check value does not fit")
    assert "breaks off" in read(log([batch(1, [(b"k", bytes(50_000))])])[:40_000])[1]


def test_an_empty_log_is_no_damage():
    assert read(b"") == ([], "")
    assert read(bytes(500)) == ([], "")


def test_many_handles_to_one_block_are_refused():
    data = snap(block([(b"k" * 9, bytes(1 << 20))]))
    sealed = data + b"\x01" + check(data + b"\x01")
    handle = varint(0) + varint(len(data))
    index = block([(f"{n:09}".encode(), handle) for n in range(5000)], 1)
    footer = varint(0) + varint(0) + varint(len(sealed)) + varint(len(index))
    content = sealed + index + b"\x00" + check(index + b"\x00") + footer + bytes(40 - len(footer)) + leveldb._MAGIC
    found, damage = read(content)
    assert len(found) < 100
    assert damage == "it unpacks to more than is allowed"


def test_a_file_too_large_is_refused():
    with pytest.raises(Damaged):
        leveldb.read(io.BytesIO(bytes((64 << 20) + 1)))


PAIRS = st.lists(st.tuples(st.binary(max_size=40), st.one_of(st.none(), st.binary(max_size=300))), max_size=20)


@given(PAIRS, st.integers(0, 2**56 - 1))
@settings(max_examples=50, deadline=None)
def test_whatever_is_written_is_read(pairs, number: int):
    wanted = [(key, number + place, value) for place, (key, value) in enumerate(pairs)]
    assert read(log([batch(number, pairs)])) == (wanted, "")
    for packed in (False, True):
        changes = [(key, number, value) for key, value in sorted(pairs, key=lambda pair: pair[0])]
        assert read(table(changes, 4, packed)) == (changes, "")


@given(st.binary(max_size=400), st.booleans(), st.integers(0, 1000), st.binary(min_size=1, max_size=20))
@settings(max_examples=150, deadline=None)
def test_broken_bytes_never_crash(data: bytes, sort: bool, place: int, noise: bytes):
    whole = table([(key, 5, value) for key, value in CHANGES], 2, True) if sort else log([batch(1, CHANGES)])
    at = place % len(whole)
    read(whole[:at] + noise + whole[at + len(noise) :])
    read(data)
    read(data + whole[-48:])
