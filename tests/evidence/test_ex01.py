"""Ex01 sets: every chunk is what it should be, or refused; nothing is guessed, whatever is cut off or changed."""

from __future__ import annotations

import random
import struct
import zlib
from pathlib import Path

import pytest

from phonefx.errors import Damaged, EvidenceError, Sealed
from phonefx.evidence import open_exhibit
from phonefx.evidence.blobs import BytesBlob
from phonefx.evidence.images.ewf2 import Ewf2Blob
from phonefx.evidence.images.exhibit import image_of

SET = sorted((Path(__file__).resolve().parents[1] / "images").glob("first-phone.Ex0?"))
SEGMENTS = [path.read_bytes() for path in SET]
CHUNK = 64 * 512
TABLE, DONE, MD5 = 4, 15, 8


@pytest.fixture(scope="module")
def disk() -> bytes:
    """The disk as libewf reads it."""
    pyewf = pytest.importorskip("pyewf")
    image = pyewf.handle()
    image.open([str(path) for path in SET])
    data = image.read_buffer_at_offset(image.get_media_size(), 0)
    image.close()
    return data


def opened(*segments: bytes) -> tuple[Ewf2Blob, list[tuple[str, str]]]:
    told: list[tuple[str, str]] = []
    return Ewf2Blob([BytesBlob(each) for each in segments], lambda *each: told.append(each)), told


def sections(segment: bytes) -> dict[int, int]:
    """Kind of each section to the place of its descriptor, from the last to the first."""
    found, at = {}, len(segment) - 64
    while at:
        found[struct.unpack_from("<I", segment, at)[0]] = at
        (at,) = struct.unpack_from("<Q", segment, at + 8)
    return found


def summed(segment: bytearray, at: int) -> bytes:
    """The segment, with the checksum of a changed descriptor set right."""
    struct.pack_into("<I", segment, at + 60, zlib.adler32(segment[at : at + 60]))
    return bytes(segment)


def read(blob: Ewf2Blob, disk: bytes) -> set[int]:
    """The chunks that are given; each of them is right."""
    given = set()
    for number in range(len(disk) // CHUNK):
        try:
            data = blob.read_at(number * CHUNK, CHUNK)
        except Damaged:
            continue
        assert data == disk[number * CHUNK : (number + 1) * CHUNK], number
        given.add(number)
    return given


def listed(*segments: bytes) -> set[int]:
    """The chunks that the sector tables of some segments list."""
    found: set[int] = set()
    for segment in segments:
        at = sections(segment)[TABLE]
        first, count = struct.unpack_from("<QI", segment, at - struct.unpack_from("<Q", segment, at + 16)[0])
        found |= set(range(first, first + count))
    return found


def test_every_chunk_is_what_libewf_reads_and_the_set_states(disk):
    blob, told = opened(*SEGMENTS)
    assert (blob.size, told) == (len(disk), [])
    assert read(blob, disk) == listed(*SEGMENTS) == set(range(128))
    assert blob.stated["MD5 stated"] == blob.md5()
    assert (blob.stated["case number"], blob.stated["evidence number"]) == ("training", "M1")
    assert blob.read_at(CHUNK - 5, 10) == disk[CHUNK - 5 : CHUNK + 5]
    assert blob.read_at(blob.size - 3, 10) == disk[-3:]


def test_a_set_opens_as_an_image_with_all_its_segments():
    with open_exhibit(SET[0]) as exhibit:
        assert exhibit.kind == "Ex01 image (ext4)"
        assert [path.name for path in exhibit.containers()] == [path.name for path in SET]
        assert exhibit.facts()["MD5 stated"] == image_of(exhibit).disk.md5()
        assert exhibit.problems == []


def test_a_set_without_its_last_segment_gives_the_files_in_front(tmp_path):
    for path, data in zip(SET[:-1], SEGMENTS[:-1], strict=True):
        (tmp_path / path.name).write_bytes(data)
    with open_exhibit(SET[0]) as whole, open_exhibit(tmp_path / SET[0].name) as cut:
        wanted = {entry.stored: whole.open(entry).read() for entry in whole.entries() if entry.form == "file"}
        assert {entry.stored: cut.open(entry).read() for entry in cut.entries() if entry.form == "file"} == wanted
        assert {problem.code for problem in cut.problems} == {"truncated"}


def test_no_changed_bit_gives_other_bytes(disk):
    chance = random.Random(2)
    for _ in range(150):
        changed = [bytearray(each) for each in SEGMENTS]
        number = chance.randrange(len(changed))
        changed[number][chance.randrange(len(changed[number]))] ^= 1 << chance.randrange(8)
        try:
            blob, _ = opened(*map(bytes, changed))
        except EvidenceError:
            continue
        assert len(read(blob, disk)) > 20


@pytest.mark.parametrize("lost", range(len(SEGMENTS)))
def test_a_segment_cut_in_front_of_its_table_costs_its_own_chunks_alone_and_is_told(lost, disk):
    for part in (0.2, 0.5, 1):
        end = int(sections(SEGMENTS[lost])[TABLE] * part)
        kept = [each[:end] if number == lost else each for number, each in enumerate(SEGMENTS)]
        blob, told = opened(*kept)
        whole = [each for number, each in enumerate(SEGMENTS) if number != lost]
        assert read(blob, disk) == listed(*whole)
        assert any(code == "damaged" and f"segment {lost + 1} is cut" in text for code, text in told)
        assert ("truncated", f"{len(listed(*whole)) * CHUNK} of {len(disk)} bytes of the disk are there") in told


def test_missing_and_strange_segments_are_told(disk):
    blob, told = opened(*SEGMENTS[:2])
    assert read(blob, disk) == listed(*SEGMENTS[:2])
    assert ("truncated", "the last of 2 segments does not end the set") in told
    other = SEGMENTS[1][:16] + b"\1" * 16 + SEGMENTS[1][32:]
    blob, told = opened(SEGMENTS[0], other, SEGMENTS[2])
    assert read(blob, disk) == listed(SEGMENTS[0], SEGMENTS[2])
    assert any("segment 2 is not the one it should be" in text for _, text in told)


def test_what_lies_in_front_of_a_broken_descriptor_is_found(disk):
    last = bytearray(SEGMENTS[-1])
    last[sections(SEGMENTS[-1])[MD5] + 8] ^= 1
    blob, told = opened(*SEGMENTS[:-1], bytes(last))
    assert read(blob, disk) == set(range(128))
    assert any("segment 3 is cut short or broken" in text for _, text in told)


def test_a_table_that_lists_the_chunks_of_another_is_not_used(disk):
    second = bytearray(SEGMENTS[1])
    at = sections(SEGMENTS[1])[TABLE]
    start = at - struct.unpack_from("<Q", second, at + 16)[0]
    struct.pack_into("<Q", second, start, 3)
    struct.pack_into("<I", second, start + 16, zlib.adler32(second[start : start + 16]))
    blob, told = opened(SEGMENTS[0], bytes(second), SEGMENTS[2])
    assert read(blob, disk) == listed(SEGMENTS[0], SEGMENTS[2])
    assert any("1 sector tables list chunks that another one lists" in text for _, text in told)


def test_encryption_is_told():
    first = bytearray(SEGMENTS[0])
    at = sections(SEGMENTS[0])[TABLE]
    first[at + 4] |= 2
    with pytest.raises(Sealed, match="exported without encryption"):
        opened(summed(first, at), *SEGMENTS[1:])


@pytest.mark.parametrize("field", ["size", "previous", "kind"])
def test_absurd_descriptors_end(field, disk):
    chance = random.Random(field)
    for _ in range(20):
        first = bytearray(SEGMENTS[0])
        at = chance.choice(list(sections(SEGMENTS[0]).values()))
        form, place = {"size": ("<Q", 16), "previous": ("<Q", 8), "kind": ("<I", 0)}[field]
        struct.pack_into(form, first, at + place, chance.choice((0, 1, at, 1 << 31, 1 << 31 | 5)))
        try:
            blob, _ = opened(summed(first, at), *SEGMENTS[1:])
        except EvidenceError:
            continue
        assert read(blob, disk) >= listed(*SEGMENTS[1:])


def test_a_set_of_no_table_says_what_is_missing():
    empty = SEGMENTS[2][:32] + bytes(200)
    with pytest.raises(Damaged, match="no section says how large"):
        opened(SEGMENTS[0][:12] + b"\1\0\0\0" + empty[16:])
