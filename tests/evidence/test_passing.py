"""What the process that lists a file system passes on comes over whole; frames that nobody should write are refused."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phonefx.evidence.images.filesystem import Node, in_columns
from phonefx.evidence.images.passing import NODES, get, packed, put, put_words, unpacked, words_of

PATHS = st.binary(min_size=1, max_size=30).map(lambda raw: raw.replace(b"\0", b"/").decode("utf-8", "surrogateescape"))
NODE = st.builds(
    Node,
    path=PATHS,
    size=st.integers(0, (1 << 63) - 1),
    mtime_us=st.none() | st.integers(-(1 << 62), 1 << 62),
    mtime_basis=st.sampled_from(("utc", "device", "unknown")),
    form=st.sampled_from(("file", "dir", "link", "special")),
    state=st.sampled_from(("live", "deleted")),
    ident=st.integers(0, (1 << 64) - 1) | st.text(max_size=20),
)


@given(st.lists(NODE, min_size=1, max_size=20))
def test_nodes_come_over_whole(nodes):
    out = io.BytesIO()
    put(NODES, packed(in_columns(nodes)), out)
    kind, data = get(io.BytesIO(out.getvalue()))
    assert (kind, list(unpacked(data).each())) == (NODES, nodes)


def test_words_come_over_whole():
    out = io.BytesIO()
    put_words(out, "at", 1 << 60, "na\udce9ve \0", [[1, 2, 3]], None, True)
    assert words_of(get(io.BytesIO(out.getvalue()))[1]) == ["at", 1 << 60, "na\udce9ve \0", [[1, 2, 3]], None, True]


@given(st.binary(max_size=200), st.booleans())
def test_bytes_that_are_no_nodes_are_refused(noise, whole):
    data = struct.pack("<8I", len(noise), 0, 0, 0, 0, 0, 0, 0) + noise if whole else noise
    with pytest.raises((ValueError, LookupError, struct.error)):
        unpacked(data)


@pytest.mark.parametrize("data", [b"", b"w", b"w\5\0\0\0[1]"])
def test_a_frame_that_ends_early_is_the_end(data):
    with pytest.raises(EOFError):
        get(io.BytesIO(data))
