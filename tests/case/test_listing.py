"""The list of an exhibit's files shows each whole path and hash, though neither is stored as such."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonefx.case import listing, schema
from phonefx.case.hashing import READ_ERROR

PARTS = st.lists(st.sampled_from(["a", "b", "a b", "é", "\udcff", "-"]), min_size=1, max_size=4)
FILES = st.lists(st.tuples(PARTS.map("/".join), st.none() | st.binary(max_size=3)), max_size=12)


@pytest.fixture
def database():
    made = sqlite3.connect(":memory:")
    schema.create_case(made)
    yield made
    made.close()


def hashed(name, content):
    return (name, None, READ_ERROR) if content is None else (name, len(content), hashlib.sha256(content).hexdigest())


def shown(database, exhibit):
    return database.execute("SELECT path, size, sha256 FROM container WHERE exhibit = ?", (exhibit,)).fetchall()


@given(FILES, FILES, FILES)
def test_the_list_shows_each_file_that_was_added_to_its_exhibit(first, second, later):
    database = sqlite3.connect(":memory:")
    schema.create_case(database)
    for exhibit, files in ((1, first), (2, second), (1, later)):
        listing.add(database, exhibit, (hashed(*each) for each in files))
    for exhibit, files in ((1, first + later), (2, second)):
        expected = Counter(hashed(name.replace("\udcff", "\\udcff"), content) for name, content in files)
        assert Counter(shown(database, exhibit)) == expected
        for path, _, _ in expected:
            stated = [(sha256, size) for name, size, sha256 in shown(database, exhibit) if name == path]
            assert listing.found(database, exhibit, {path, "b/none"})[path] in stated
        assert listing.found(database, exhibit, {"b/none"}) == {}
    listing.remove(database, 1)
    assert (len(shown(database, 1)), len(shown(database, 2))) == (0, len(second))
    assert database.execute("SELECT DISTINCT exhibit FROM container_folder").fetchall() == [(2,)] * bool(second)
    assert database.execute("SELECT count(*) FROM container_file").fetchone() == (len(second),)
    database.close()


def test_a_folder_is_stored_once_and_a_hash_in_its_bytes(database):
    names = ["top", "a/1", "a/2", "a/b/1", "a/b/2"]
    listing.add(database, 1, [hashed(name, name.encode()) for name in names])
    folders = database.execute("SELECT exhibit, path FROM container_folder ORDER BY id").fetchall()
    assert folders == [(1, ""), (1, "a/"), (1, "a/b/")]
    stored = database.execute("SELECT name, sha256 FROM container_file ORDER BY rowid").fetchall()
    assert stored == [(name.rpartition("/")[2], hashlib.sha256(name.encode()).digest()) for name in names]


def test_what_lies_in_another_file_is_none_of_the_files_on_disk(database):
    files = [hashed("a/backup", b"1"), hashed("a/backup/\udce9", None), hashed("b", b"2")]
    listing.add(database, 1, files, ["a/backup/\udce9"])
    assert shown(database, 1) == [files[0], files[2]]
