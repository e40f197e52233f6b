"""Property files, compressed files and JSON: read within limits, refused otherwise."""

from __future__ import annotations

import gzip
import io
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.errors import Damaged, HostileEvidence
from phonefx.formats import properties, textfiles


def test_properties_in_every_spelling():
    data = b"# comment\nro.a = 1\n[ro.b]: [two]\n\n[Adapter]\r\nAddress = aa:bb\n; other\nName: Ada\nlonely\n\xff=x\n"
    found = properties.read(io.BytesIO(data))
    assert [(each.section, each.name, each.value) for each in found] == [
        ("", "ro.a", "1"), ("", "ro.b", "two"), ("Adapter", "Address", "aa:bb"), ("Adapter", "Name", "Ada"),
        ("Adapter", "lonely", ""), ("Adapter", "\\xff", "x"),
    ]  # fmt: skip
    assert [each.line for each in found] == [2, 3, 6, 8, 9, 10]


def test_too_large_properties_are_refused(monkeypatch):
    monkeypatch.setattr(properties, "MAX_BYTES", 10)
    with pytest.raises(HostileEvidence):
        properties.read(io.BytesIO(b"x" * 11))


@pytest.mark.parametrize("pack", [bytes, zlib.compress, gzip.compress])
def test_compressed_files_read_like_plain_ones(pack):
    data = b'\xef\xbb\xbf[{"a": "\xc3\xbc"}]'
    assert textfiles.read_bytes(io.BytesIO(pack(data))) == data
    assert textfiles.read_json(io.BytesIO(pack(data))) == [{"a": "ü"}]


def test_utf_16_json_reads():
    assert textfiles.read_json(io.BytesIO('{"a": "é"}'.encode("utf-16"))) == {"a": "é"}


def test_a_cut_compressed_file_is_said():
    with pytest.raises(Damaged, match="breaks off"):
        textfiles.read_bytes(io.BytesIO(zlib.compress(b"hello" * 100)[:-8]))


def test_what_is_no_json_is_said():
    with pytest.raises(Damaged):
        textfiles.read_json(io.BytesIO(b"{"))


def test_a_file_that_inflates_beyond_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(textfiles, "MAX_BYTES", 1000)
    with pytest.raises(HostileEvidence):
        textfiles.read_bytes(io.BytesIO(zlib.compress(b"\x00" * 100_000)))
    with pytest.raises(HostileEvidence):
        textfiles.read_bytes(io.BytesIO(b"y" * 1001))


@given(st.binary(max_size=200))
@settings(max_examples=50, deadline=None)
def test_lines_of_any_bytes_read(data: bytes):
    if data[:1] != b"\x78" and data[:2] != b"\x1f\x8b":
        assert all(isinstance(line, str) for line in textfiles.read_lines(io.BytesIO(data)))
