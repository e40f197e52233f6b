"""What is left of an E01 set is read, whatever is cut off or broken in it, and no chunk is taken for another one."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest

from phonefx.errors import Damaged
from phonefx.evidence import open_exhibit
from phonefx.evidence.blobs import BytesBlob
from phonefx.evidence.images.ewf import EwfBlob

from . import disks

PACKINGS = ("none", "best")
CHUNK = 64 * 512


@pytest.fixture
def disk(tmp_path: Path) -> bytes:
    """A hundred chunks and some, packed well and not at all, the last of them short."""
    chance = random.Random(7)
    lines = (b"%6d" % number * (CHUNK // 6) + b"ab" for number in range(100))
    mixed = b"".join(chance.randbytes(CHUNK) if number % 3 else line for number, line in enumerate(lines))
    return mixed + bytes(CHUNK) * 3 + chance.randbytes(512 * 5)


def acquired(disk: bytes, tmp_path: Path, packing: str, size: str = "1GiB") -> list[bytes]:
    (tmp_path / "disk.raw").write_bytes(disk)
    options = ("-u", "-q", "-t", tmp_path / "set", "-S", size, "-b", "64", "-c", f"deflate:{packing}")
    disks.run("ewfacquire", *options, tmp_path / "disk.raw")
    return [path.read_bytes() for path in sorted(tmp_path.glob("set.E*"))]


def sections(data: bytes) -> dict[str, int]:
    """Where each section begins."""
    found, at = {}, 13
    while at < len(data):
        name, following = struct.unpack_from("<16sQ", data, at)
        found[name.split(b"\0")[0].decode()] = at
        if following <= at:
            break
        at = following
    return found


def opened(*segments: bytes) -> tuple[EwfBlob, list[tuple[str, str]]]:
    told: list[tuple[str, str]] = []
    return EwfBlob([BytesBlob(each) for each in segments], lambda *each: told.append(each)), told


def readable(blob: EwfBlob, disk: bytes) -> int:
    """Read every chunk: it is what it should be, or refused. Gives how many were read."""
    read = 0
    for at in range(0, len(disk), CHUNK):
        try:
            data = blob.read_at(at, CHUNK)
        except Damaged:
            continue
        assert data == disk[at : at + CHUNK]
        read += 1
    return read


@pytest.mark.parametrize("packing", PACKINGS)
def test_a_set_cut_in_front_of_its_table_is_read_up_to_the_cut(packing, disk, tmp_path):
    (whole,) = acquired(disk, tmp_path, packing)
    start, end = sections(whole)["sectors"], sections(whole)["table"]
    blob, told = opened(whole[: (start + end) // 2])
    count = readable(blob, disk)
    assert 40 < count < 90
    assert ("truncated", f"{count * CHUNK} of {len(disk)} bytes of the disk are there") in told
    assert any(code == "damaged" and f"{count} found" in text for code, text in told)


@pytest.mark.parametrize("packing", PACKINGS)
def test_chunks_are_found_where_both_tables_are_broken(packing, disk, tmp_path):
    (whole,) = acquired(disk, tmp_path, packing)
    data = bytearray(whole)
    for name in ("table", "table2"):
        data[sections(whole)[name] + 76 + 24 + 50] ^= 1
    blob, told = opened(bytes(data))
    assert readable(blob, disk) == -(-len(disk) // CHUNK)
    assert [code for code, _ in told] == ["damaged"] * 3


def test_one_table_is_enough(disk, tmp_path):
    (whole,) = acquired(disk, tmp_path, "best")
    for name in ("table", "table2"):
        data = bytearray(whole)
        data[sections(whole)[name] + 76 + 24 + 50] ^= 1
        assert readable(opened(bytes(data))[0], disk) == -(-len(disk) // CHUNK)


@pytest.mark.parametrize("head", [True, False])
def test_chunks_behind_a_broken_run_keep_their_place_or_are_refused(head, disk, tmp_path):
    first, *others = acquired(disk, tmp_path, "none", "1MiB")
    data, found = bytearray(first), sections(first)
    for name in ("table", "table2"):
        data[found[name] + 76 + (50 if head else 2)] ^= 1
    data[found["sectors"] + 76 + (CHUNK + 4) * 3] ^= 1  # the fourth chunk is broken, too
    blob, told = opened(bytes(data), *others)
    read = readable(blob, disk)
    assert read == 3 if not head else read > 60
    assert any("no table lists its chunks; 3 found" in text for _, text in told)


def test_files_of_an_image_in_a_cut_set_are_read(tmp_path, phone: Path):
    (phone / "data" / "media" / "0").mkdir(parents=True, exist_ok=True)
    (phone / "data" / "media" / "0" / "noise.bin").write_bytes(random.Random(8).randbytes(3 << 20))
    image = disks.ext4(phone / "data", tmp_path / "userdata.img")
    first = disks.e01(image, tmp_path / "set", "-S", "1GiB", "-c", "deflate:none")
    whole = first.read_bytes()
    with open_exhibit(first) as exhibit:
        wanted = {entry.stored for entry in exhibit.entries() if entry.form == "file"}
    first.write_bytes(whole[: len(whole) * 3 // 4])
    with open_exhibit(first) as exhibit:
        read = {entry.stored for entry in exhibit.entries() if entry.form == "file"}
        codes = {problem.code for problem in exhibit.problems}
        assert "truncated" in codes
        assert read <= wanted
        assert len(read) > 3


def test_no_changed_bit_of_a_packed_chunk_gives_other_bytes(tmp_path):
    text = bytes(random.Random(1).choices(b"letters and spaces", k=CHUNK * 2))
    (whole,) = acquired(text, tmp_path, "best")
    start, end = sections(whole)["sectors"] + 76, sections(whole)["table"]
    for at in range(start, end, (end - start) // 300):
        data = bytearray(whole)
        data[at] ^= 1 << at % 8
        assert readable(opened(bytes(data))[0], text) == 1
