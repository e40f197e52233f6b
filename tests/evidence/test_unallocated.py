"""What no file of a disk image owns: rows of a deleted database lie in it, those of a live one do not."""

from __future__ import annotations

import itertools
import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from phonefx.errors import Damaged, EvidenceError
from phonefx.evidence import Limits
from phonefx.evidence.blobs import BytesBlob, FileBlob
from phonefx.evidence.images import freespace
from phonefx.evidence.images.exhibit import ImageExhibit
from phonefx.evidence.images.freespace import Unallocated
from phonefx.evidence.images.opening import open_image
from phonefx.formats.sqlite import unowned

from . import disks, exfat_maker, f2fs_maker, remover

GONE, KEPT = "gone.db", "kept.db"


def database(path: Path, word: str) -> set[str]:
    """A database of rows that say a word; gives what they say, as SQLite reads it."""
    made = sqlite3.connect(path, isolation_level=None)
    made.execute("PRAGMA synchronous = OFF")
    made.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT, at INTEGER)")
    made.executemany(
        "INSERT INTO note (body, at) VALUES (?, ?)",
        [(f"{word} number {at} of the harbour", 1_600_000_000 + at * 71) for at in range(900)],
    )
    found = {body for (body,) in made.execute("SELECT body FROM note")}
    made.close()
    return found


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    root.mkdir()
    database(root / KEPT, "kept")
    database(root / GONE, "gone")
    return root


def on_ext4(tree: Path, target: Path) -> Path:
    disks.run("debugfs", "-w", "-R", f"rm {GONE}", disks.ext4(tree, target, 8, "-b", "4096"))
    return target


def on_fat(bits: int, megabytes: int) -> Callable[[Path, Path], Path]:
    def made(tree: Path, target: Path) -> Path:
        quiet = {**os.environ, "MTOOLS_SKIP_CHECK": "1"}
        disks.run("mkfs.vfat", "-F", bits, disks.blank(target, megabytes))
        for name in (KEPT, GONE):
            disks.run("mcopy", "-i", target, tree / name, "::", env=quiet)
        disks.run("mdel", "-i", target, f"::{GONE}", env=quiet)
        return target

    return made


def on_exfat(tree: Path, target: Path) -> Path:
    gone = (tree / GONE).read_bytes()
    (tree / GONE).unlink()
    return exfat_maker.fill(tree, target, deleted={GONE: gone})


def on_f2fs(tree: Path, target: Path) -> Path:
    f2fs_maker.image_of(tree, target)
    with opened(target) as exhibit:
        entry = exhibit.find(GONE)
    f2fs_maker.remove(target, entry.ident[1], GONE.encode())
    return target


def on_hfs(tree: Path, target: Path) -> Path:
    remover.from_hfs(disks.hfs(tree, target), GONE)
    return target


def on_ntfs(tree: Path, target: Path) -> Path:
    remover.from_ntfs(disks.ntfs({name: tree / name for name in (KEPT, GONE)}, target), GONE)
    return target


MAKERS = {
    "ext4": on_ext4, "FAT12": on_fat(12, 4), "FAT16": on_fat(16, 16), "FAT32": on_fat(32, 40), "exFAT": on_exfat,
    "F2FS": on_f2fs, "HFS+": on_hfs, "NTFS": on_ntfs,
}  # fmt: skip


def opened(image: Path) -> ImageExhibit:
    exhibit = open_image(FileBlob(image), image, None, Limits())
    assert exhibit is not None
    return exhibit


class Disk:
    def __init__(self, exhibit: ImageExhibit) -> None:
        self.disk, self.size = exhibit.disk, exhibit.disk.size

    def read(self, offset: int, length: int) -> bytes:
        return self.disk.read_at(offset, length)


def rows(exhibit: ImageExhibit) -> set[object]:
    return {row.values[1] for row in unowned.carve(Disk(exhibit), exhibit.unallocated().spans)}


@pytest.mark.parametrize("kind", MAKERS)
def test_rows_of_a_deleted_file_are_there_and_those_of_a_live_one_are_not(kind: str, tree: Path, tmp_path: Path):
    truth = database(tmp_path / "again.db", "gone")
    image = MAKERS[kind](tree, tmp_path / "disk.img")
    with opened(image) as exhibit:
        assert kind in exhibit.kind
        free = exhibit.unallocated()
        assert rows(exhibit) == truth
    data = image.read_bytes()
    searched = b"|".join(data[start : start + size] for start, size in free.spans)
    assert (searched.count(b"kept number"), free.untold) == (0, [])
    assert data.count(b"kept number") >= 900
    assert all(start + size < following for (start, size), (following, _) in itertools.pairwise(free.spans))


def test_a_file_taken_out_of_the_catalogue_of_hfs_leaves_no_name(tree: Path, tmp_path: Path):
    """What is left of it is in free blocks, see above."""
    with opened(on_hfs(tree, tmp_path / "disk.img")) as exhibit:
        names = {entry.stored: entry.state for entry in exhibit.entries() if not entry.stored.startswith("$")}
        assert (names, exhibit.problems) == ({KEPT: "live"}, [])


def test_what_lies_outside_of_every_partition_is_searched(tree: Path, tmp_path: Path):
    truth = database(tmp_path / "again.db", "gone")
    stray = (tree / GONE).read_bytes()
    (tree / GONE).unlink()
    disk = disks.mbr(disks.ext4(tree, tmp_path / "part.img"), tmp_path / "disk.dd")
    for at in (64 << 10, disk.stat().st_size + 512):
        image = tmp_path / f"disk{at}.dd"
        with image.open("wb") as out:
            out.write(disk.read_bytes())
            out.seek(at)
            out.write(stray)
        with opened(image) as exhibit:
            assert rows(exhibit) == truth
            assert any(start <= at < start + size for start, size in exhibit.unallocated().spans)


def test_partitions_that_cannot_be_read_are_told_and_count_as_used(tree: Path, tmp_path: Path):
    noise = tmp_path / "noise.img"
    noise.write_bytes(random.Random(3).randbytes(1 << 20))
    parts = [("userdata", on_ext4(tree, tmp_path / "a.img")), ("vault", noise)]
    with opened(disks.gpt(parts, tmp_path / "disk.bin")) as exhibit:
        free = exhibit.unallocated()
        ((place, size, why),) = free.untold
        assert (place.endswith("(vault)"), size) == (True, 1 << 20)
        assert "no file system that can be read" in why
        assert free.size < exhibit.disk.size - (1 << 20)


@pytest.mark.parametrize("kind", ["ext4", "FAT16", "FAT32", "exFAT", "F2FS", "HFS+"])
def test_cut_and_damaged_images_never_end_in_an_error(kind: str, tree: Path, tmp_path: Path):
    """What an image does not hold any more counts as used, or is told; nothing lies outside of it."""
    data = MAKERS[kind](tree, tmp_path / "disk.img").read_bytes()
    chance = random.Random(kind)
    for number in range(4):
        spoilt = bytearray(data)
        for _ in range(40 if number % 2 else 0):
            spoilt[chance.randrange(min(len(data), 1 << 20))] = chance.randrange(256)
        image = tmp_path / f"{number}.img"
        image.write_bytes(spoilt[: len(data) - (len(data) * number // 5)])
        try:
            exhibit = open_image(FileBlob(image), image, None, Limits())
        except EvidenceError:
            continue
        if exhibit is not None:
            with exhibit:
                free = exhibit.unallocated()
            assert all(0 <= start < start + size <= image.stat().st_size for start, size in free.spans)
        image.unlink()


class Broken(BytesBlob):
    """Bytes of which a stretch cannot be read."""

    bad = range(0)

    def read_at(self, offset: int, size: int) -> bytes:
        if offset < self.bad.stop and self.bad.start < offset + size:
            raise Damaged("image", f"unreadable at byte {self.bad.start}")
        return super().read_at(offset, size)


def test_a_bitmap_that_cannot_be_read_is_told(tree: Path, tmp_path: Path):
    image = on_ext4(tree, tmp_path / "disk.img")
    disk = Broken(image.read_bytes())
    exhibit = open_image(disk, image, None, Limits())
    assert exhibit is not None
    superblock = disk.data[1024:2048]
    block = 1024 << int.from_bytes(superblock[24:28], "little")
    bitmap = int.from_bytes(disk.data[block : block + 4], "little") * block
    disk.bad = range(bitmap, bitmap + block)
    free = exhibit.unallocated()
    assert free.spans == []
    assert "what is free in it cannot be read" in free.untold[0][2]


def test_of_apfs_nothing_is_claimed(corpus: Path):
    pytest.importorskip("pyfsapfs")
    with opened(corpus / "images" / "apfs.raw") as exhibit:
        free = exhibit.unallocated()
    assert (free.spans, free.size) == ([], 0)
    assert [why for _, _, why in free.untold] == ["its reader does not tell which blocks of APFS are free"]


def plain_changes(bitmap: bytes, count: int) -> Iterator[tuple[int, bool]]:
    before = None
    for at in range(count):
        used = bool(bitmap[at // 8] >> at % 8 & 1) if at // 8 < len(bitmap) else True
        if used != before:
            yield at, used
        before = used


@pytest.mark.parametrize("seed", range(20))
def test_bitmaps_read_in_runs_and_bit_by_bit_say_the_same(seed: int):
    chance = random.Random(seed)
    bitmap = b"".join(bytes((chance.choice((0, 0, 255, 255, chance.randrange(256))),)) * chance.randrange(1, 9)
                      for _ in range(40))  # fmt: skip
    count = chance.randrange(1, len(bitmap) * 8 + 20)
    assert list(freespace.changes(bitmap, count)) == list(plain_changes(bitmap, count))
    free = {at for at in range(min(count, len(bitmap) * 8)) if not bitmap[at // 8] >> at % 8 & 1}
    found = freespace.of_bitmap(BytesBlob(bitmap), count, 4096, 100)
    assert {at for start, size in found for at in range((start - 100) // 4096, (start + size - 100) // 4096)} == free


def test_stretches_are_joined_and_what_is_between_is_told():
    stretches = [(30, 10), (0, 10), (10, 5), (32, 3), (90, 20), (200, 5)]
    assert freespace.joined(stretches, 100) == [(0, 15), (30, 10), (90, 10)]
    assert list(freespace.between([(10, 10), (40, 10), (15, 10)], 60)) == [(0, 10), (25, 15), (50, 10)]
    assert Unallocated([(0, 10), (20, 5)], []).size == 15
