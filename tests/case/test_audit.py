"""The audit log: whatever is changed, taken out, put in or moved, the chain says so."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.case import audit

ACTIONS = ["process", "exhibit taken in", "case complete", "sealed", "map written"]


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    folder = tmp_path_factory.mktemp("log")
    for number, action in enumerate(ACTIONS):
        audit.append(folder, action, {"number": number, "name": "Éva 🙂", "size": 2**60 + number})
    return (folder / audit.NAME).read_bytes().splitlines(keepends=True)


def faults(folder, lines):
    folder.mkdir(exist_ok=True)
    (folder / audit.NAME).write_bytes(b"".join(lines))
    return audit.faults(folder)


def test_an_untouched_log_has_no_fault_and_is_plain_json(lines, tmp_path):
    assert faults(tmp_path, lines) == []
    entries = [json.loads(line) for line in lines]
    assert [entry["seq"] for entry in entries] == [1, 2, 3, 4, 5]
    assert entries[0]["previous"] == audit.GENESIS
    assert audit.head(tmp_path) == entries[-1]["hash"]


def test_each_hash_is_what_the_format_says(lines):
    """Recomputed with nothing of phonefx: SHA-256 of the canonical JSON of the other five fields."""
    previous = "0" * 64
    for line in lines:
        entry = json.loads(line)
        stated = entry.pop("hash")
        canonical = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
        assert hashlib.sha256(canonical).hexdigest() == stated
        assert entry["previous"] == previous
        previous = stated


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_changed_byte_is_found(lines, tmp_path_factory, data):
    content = bytearray(b"".join(lines))
    at = data.draw(st.integers(0, len(content) - 1))
    new = data.draw(st.integers(0, 255).filter(lambda byte: byte != content[at]))
    before = [json.loads(line) for line in lines]
    content[at] = new
    folder = tmp_path_factory.mktemp("changed")
    found = faults(folder, [bytes(content)])
    if not found:  # white space between entries is no entry
        assert [json.loads(line) for line in (folder / audit.NAME).read_text().splitlines() if line.strip()] == before


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(5)).filter(lambda order: list(order) != [0, 1, 2, 3, 4]))
def test_any_other_order_is_found(lines, tmp_path_factory, order):
    assert faults(tmp_path_factory.mktemp("moved"), [lines[number] for number in order])


@pytest.mark.parametrize("gone", range(4))
def test_an_entry_taken_out_is_found(lines, tmp_path, gone):
    assert faults(tmp_path, [line for number, line in enumerate(lines) if number != gone])


@pytest.mark.parametrize("place", range(5))
def test_an_entry_told_twice_is_found(lines, tmp_path, place):
    assert faults(tmp_path, [*lines[: place + 1], lines[place], *lines[place + 1 :]])


def test_a_forged_entry_with_a_hash_of_its_own_breaks_the_next(lines, tmp_path):
    entry = json.loads(lines[2])
    entry["details"]["number"] = 99
    del entry["hash"]
    canonical = json.dumps(entry, sort_keys=True, separators=(",", ":")).encode()
    entry["hash"] = hashlib.sha256(canonical).hexdigest()
    forged = json.dumps(entry).encode() + b"\n"
    assert faults(tmp_path, [*lines[:2], forged, *lines[3:]]) == ["entry 4 does not follow the one before it"]


@pytest.mark.parametrize("content", [b"null\n", b"[]\n", b"7\n", b'"text"\n', b"{}\n", b"\xff\xfe\n", b"{\n"])
def test_what_is_no_entry_is_a_fault_and_no_crash(lines, tmp_path, content):
    assert faults(tmp_path, [*lines, content])


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 400))
def test_an_entry_cut_short_is_cut_off_and_the_next_says_how_much(lines, tmp_path_factory, kept):
    folder = tmp_path_factory.mktemp("cut")
    cut = lines[4][: min(kept, len(lines[4]) - 1)]
    (folder / audit.NAME).write_bytes(b"".join(lines[:4]) + cut)
    audit.append(folder, "process", {})
    assert audit.faults(folder) == []
    entries = list(audit.entries(folder))
    assert len(entries) == 5
    assert entries[-1]["details"] == {"bytes_of_an_unfinished_entry_removed": len(cut)}


def test_a_very_long_entry_is_followed(tmp_path):
    audit.append(tmp_path, "sealed", {"files": {f"name {number}": "0" * 64 for number in range(3_000)}})
    audit.append(tmp_path, "process", {})
    assert audit.faults(tmp_path) == []
    assert [entry["seq"] for entry in audit.entries(tmp_path)] == [1, 2]
