"""Pages of SQLite in bytes that are no database."""

from __future__ import annotations

import random

import pytest
from tests.formats.sqlite.made import INSERT, MESSAGE, rows

from phonefx.formats.sqlite import Database, rawpages
from phonefx.formats.sqlite.bytefile import Memory
from phonefx.formats.sqlite.rawpages import Window


@pytest.fixture
def image(make) -> tuple[bytes, bytes]:
    """A disk image with noise, the pages of a database scattered in it, and that database."""
    data = make(MESSAGE, (INSERT, rows(300))).read_bytes()
    noise = random.Random(4)
    parts = [noise.randbytes(512 * 7), data[4096 * 3 : 4096 * 5], bytes(5120), data[4096:12288], noise.randbytes(2048)]
    return b"".join(parts), data


def test_rows_of_scattered_pages(image):
    disk, _ = image
    found = list(rawpages.rows(Memory(disk)))
    assert {row.values for row in found} <= set(rows(300))
    assert len(found) > 100
    for row in found[::17]:
        assert row.table is None
        raw = disk[row.place.offset : row.place.offset + row.place.length]
        assert str(row.values[2]).encode() in raw


def test_known_tables_give_names(image):
    disk, data = image
    tables = Database.over({"main": Memory(data)}).tables
    found = list(rawpages.rows(Memory(disk), tables))
    assert {row.table for row in found} == {"message"}
    assert found[0].columns == ("_id", "address", "body", "date", "read")


def test_page_sizes_are_told(make):
    for size in (512, 1024, 8192, 65536):
        data = make(f"PRAGMA page_size = {size}", MESSAGE, (INSERT, rows(2000)), name=f"{size}.db").read_bytes()
        found = list(rawpages.survey(Memory(bytes(1024) + data)).pages())
        assert found
        assert {wide for _, wide in found} == {size}
        assert all((offset - 1024) % size == 0 for offset, _ in found)


def test_first_pages_of_databases_are_found(make):
    data = make(MESSAGE, (INSERT, rows(300))).read_bytes()
    disk = bytes(1536) + data + random.Random(2).randbytes(9000)
    ((offset, header),) = rawpages.survey(Memory(disk)).databases
    assert (offset, header.page_size * header.pages) == (1536, len(data))
    assert Database.over({"main": Window(Memory(disk), offset, len(data))}).table("message") is not None


def test_what_was_read_is_told(make):
    disk = bytes((3 << 20) + 700)
    told: list[int] = []
    rawpages.survey(Memory(disk), told.append)
    assert told == [1 << 20, 2 << 20, 3 << 20, len(disk)]


def test_noise_holds_nothing():
    found = rawpages.survey(Memory(random.Random(9).randbytes(1 << 21)))
    assert (list(found.pages()), found.databases) == ([], [])
