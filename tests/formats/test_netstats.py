"""Statistics of network use made by the published layout: every version, and broken ones."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.errors import Damaged
from phonefx.formats import netstats

T = 1_700_006_400_000


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def text(value: str | None) -> bytes:
    return b"\x00" if value is None else b"\x01" + struct.pack(">H", len(value.encode())) + value.encode()


def identity(version: int, kind: int, subscriber: str | None, network: str | None) -> bytes:
    """A network as a version of the set writes it: what each version added stands behind what was there before."""
    added = {2: b"\x01", 4: b"\x01", 5: b"\x01", 6: struct.pack(">i", 0), 7: struct.pack(">i", 3)}
    head = (struct.pack(">i", 0) if version == 1 else b"") + struct.pack(">ii", kind, 13) + text(subscriber)
    head += text(network) if version >= 3 else b""
    return head + b"".join(added[each] for each in sorted(added) if each <= version)


def numbers(values: list[int], version: int) -> bytes:
    packed = b"".join(map(varint, values)) if version > 1 else b"".join(struct.pack(">q", each) for each in values)
    return struct.pack(">i", len(values)) + packed


def history(version: int, starts: list[int], received: list[int], sent: list[int]) -> bytes:
    zeros = [0] * len(starts)
    listed = {1: [starts, received, sent], 2: [starts, received, zeros, sent, zeros, zeros],
              3: [starts, zeros, received, zeros, sent, zeros, zeros]}[version]  # fmt: skip
    return struct.pack(">iq", version, 3_600_000) + b"".join(numbers(each, version) for each in listed)


def file(sets: list[tuple[int, list[bytes], list[bytes]]]) -> bytes:
    out = b"ANET" + struct.pack(">ii", 16, len(sets))
    for version, networks, uses in sets:
        out += struct.pack(">ii", version, len(networks)) + b"".join(networks)
        out += struct.pack(">i", len(uses)) + b"".join(uses)
    return out


def read(content: bytes) -> tuple[list[netstats.Use], str]:
    found = netstats.read(io.BytesIO(content))
    return list(found.uses()), found.damage


@pytest.mark.parametrize("networks", [1, 2, 3, 4, 5, 6, 7])
@pytest.mark.parametrize("histories", [1, 2, 3])
def test_every_version_gives_the_same(networks: int, histories: int):
    use = struct.pack(">iii", 10123, 1, 0) + history(histories, [T, T + 3_600_000], [5, 6], [300, 0])
    uses, damage = read(file([(networks, [identity(networks, 1, "00101", '"Cafe"')], [use, use])]))
    assert damage == ""
    known = netstats.Identity(1, 13, "00101", '"Cafe"' if networks >= 3 else None, networks >= 2)
    assert [each[:-1] for each in uses] == [((known,), 10123, 1, 0, T, T + 7_200_000, 11, 300, 2)] * 2


def test_what_was_cut_gives_what_came_before():
    use = struct.pack(">iii", 1, 0, 0) + history(3, [T], [1], [2])
    whole = file([(7, [identity(7, 0, "00101", None)], [use, use])])
    for cut in range(12, len(whole)):
        uses, damage = read(whole[:cut])
        assert damage
        assert len(uses) <= 1


@pytest.mark.parametrize("content", [b"", b"ANET", b"XNET" + bytes(8), b"ANET" + struct.pack(">ii", 4, 0)])
def test_anything_else_is_told(content: bytes):
    assert read(content)[0] == []
    assert read(content)[1]


def test_a_file_too_large_is_refused():
    with pytest.raises(Damaged):
        netstats.read(io.BytesIO(bytes((64 << 20) + 1)))


@given(st.lists(st.integers(0, 2**62), min_size=1, max_size=8), st.sampled_from([1, 2, 3]))
@settings(deadline=None)
def test_sums_are_those_of_what_was_written(values: list[int], version: int):
    starts = [T + 3_600_000 * n for n in range(len(values))]
    use = struct.pack(">iii", 7, 0, 0) + history(version, starts, values, values[::-1])
    ((found,), damage) = read(file([(7, [], [use])]))
    assert (found.received, found.sent, found.stretches, damage) == (sum(values), sum(values), len(values), "")


@given(st.binary(max_size=300), st.integers(0, 200))
@settings(deadline=None, max_examples=200)
def test_broken_bytes_never_crash(noise: bytes, place: int):
    use = struct.pack(">iii", 1, 0, 0) + history(3, [T], [1], [2])
    whole = file([(7, [identity(7, 0, "00101", None)], [use, use])])
    read(noise)
    read(whole[:place] + noise + whole[place + len(noise) :])
