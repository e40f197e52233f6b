from __future__ import annotations

import math
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.formats.sqlite import record

VALUES = st.one_of(
    st.none(),
    st.integers(-(1 << 63), (1 << 63) - 1),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=80),
    st.binary(max_size=80),
)


def stored(values: list[object]) -> tuple[tuple[int, ...], bytes]:
    """Let SQLite store one row and give the serial types and the body as they stand in its file."""
    database = sqlite3.connect(":memory:")
    database.execute("PRAGMA page_size = 65536")
    database.execute(f"CREATE TABLE t ({', '.join(f'c{n}' for n in range(len(values)))})")
    database.execute(f"INSERT INTO t VALUES ({', '.join('?' * len(values))})", values)
    database.commit()
    page = database.serialize()[65536:]
    at = int.from_bytes(page[8:10], "big")
    from phonefx.formats.sqlite import btree

    cell = btree.cell(page, page[0], at, 65536)
    assert cell is not None
    parsed = record.read_header(page, cell.at, cell.at + cell.local)
    assert parsed is not None
    return parsed[0], page[parsed[1] : cell.at + cell.local]


@given(st.lists(VALUES, min_size=1, max_size=12))
@settings(max_examples=80, deadline=None)
def test_what_sqlite_stores_is_read_back(values):
    types, body = stored(values)
    read = record.values(types, body)
    expected = [float(value) if isinstance(value, float) and math.isfinite(value) else value for value in values]
    assert read == expected
    assert record.body_size(types) == len(body)
    assert record.read_header(record.write_header(types), 0, 1 << 16) == (types, record.header_size(types))
    integers = [(serial, value) for serial, value in zip(types, read, strict=True) if 1 <= serial <= 6]
    assert all(record.smallest_integer(serial, value) for serial, value in integers)


@pytest.mark.parametrize("raw", ["", "01", "0a00", "030c", "020a", "020b", "81", "ff ff ff ff ff ff ff ff ff"])
def test_headers_that_cannot_stand(raw):
    data = bytes.fromhex(raw)
    found = record.read_header(data, 0, len(data))
    assert found is None or found[0] == ()


@given(st.binary(max_size=60))
@settings(max_examples=200)
def test_any_bytes_are_a_header_or_none(data):
    found = record.read_header(data, 0, len(data))
    assert found is None or found[1] <= len(data)


def test_text_that_is_none_stays_bytes():
    assert record.decode(15, b"\xff") == b"\xff"
    assert record.decode(17, "é".encode("utf-16-le"), record.ENCODINGS[2]) == "é"


def test_integers_in_a_longer_form_are_no_rows_of_sqlite():
    assert not record.smallest_integer(2, 5)
    assert record.smallest_integer(2, 200)
    assert not record.smallest_integer(6, 1 << 40)
