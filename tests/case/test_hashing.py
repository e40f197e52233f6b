"""Hashes of an exhibit are those that anyone can compute again with `sha256sum`."""

from __future__ import annotations

import hashlib
import io
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonefx.case import hashing, listing, schema, staging
from phonefx.case.staging import CHUNK, Digest

NAMES = st.text(st.characters(codec="utf-8") | st.just("/"), min_size=1).filter(lambda name: name[0] != "/")
SIZES = [0, 1, 4095, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17]


@pytest.mark.parametrize("size", SIZES)
def test_a_file_is_hashed_whole(tmp_path, size):
    content = bytes(range(256)) * (size // 256 + 1)
    path = tmp_path / "file"
    path.write_bytes(content[:size])
    assert hashing.digest(path) == Digest(hashlib.sha256(content[:size]).hexdigest(), size)


@given(st.binary(max_size=200), st.integers(1, 7))
def test_a_stream_is_copied_and_hashed_however_it_comes_in_pieces(content, piece):
    class Slow(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(piece, size) if size >= 0 else piece)

    target = io.BytesIO()
    found = staging.copy(Slow(content), target)
    assert target.getvalue() == content
    assert found == Digest(hashlib.sha256(content).hexdigest(), len(content))


def test_a_file_that_cannot_be_read_says_so_and_the_rest_goes_on(tmp_path):
    (tmp_path / "there").write_bytes(b"x")
    (tmp_path / "folder").mkdir()
    assert hashing.listed(str(tmp_path), ["gone", "folder", "there"]) == [
        ("gone", None, hashing.READ_ERROR),
        ("folder", None, hashing.READ_ERROR),
        ("there", 1, hashlib.sha256(b"x").hexdigest()),
    ]


def test_no_further_file_is_hashed_when_as_much_was_read_as_was_asked_for(tmp_path):
    for name, size in {"a": 3, "b": 0, "c": 4, "d": 1, "e": 1}.items():
        (tmp_path / name).write_bytes(bytes(size))
    for most, names in {1: "a", 3: "a", 4: "abc", 7: "abc", 8: "abcd", 9: "abcde", 10: "abcde"}.items():
        assert "".join(name for name, _, _ in hashing.listed(str(tmp_path), "abcde", most)) == names


@given(st.dictionaries(NAMES, st.binary(max_size=20), max_size=6))
def test_the_hash_of_many_files_is_that_of_the_sorted_list_of_sha256sum(files):
    database = sqlite3.connect(":memory:")
    schema.create_case(database)
    hashed = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    listing.add(database, 1, [(name, len(content), hashed[name]) for name, content in reversed(files.items())])
    listing.add(database, 2, [("of another exhibit", 5, "0" * 64)])
    ordered = sorted(files, key=str.encode)
    lines = "".join(f"{hashed[name]}  {name}\n" for name in ordered).encode()
    expected = None if not files else hashed[ordered[0]] if len(files) == 1 else hashlib.sha256(lines).hexdigest()
    assert hashing.of_exhibit(database, 1) == (expected, sum(map(len, files.values())))
    database.close()
