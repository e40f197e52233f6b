from __future__ import annotations

import itertools
import json
import os
import random
import time
from pathlib import Path

import pytest
import pytsk3

from phonefx.errors import Damaged, EvidenceError, NotAnExtraction
from phonefx.evidence import Limits, open_exhibit
from phonefx.evidence.blobs import BytesBlob, FileBlob
from phonefx.evidence.images.exhibit import ImageExhibit, image_of
from phonefx.evidence.images.filesystem import FileSystem, Node, in_columns
from phonefx.evidence.images.hfs import Catalogue
from phonefx.evidence.images.opening import open_image
from phonefx.evidence.images.segments import following
from phonefx.evidence.images.tsk import TskFileSystem

from . import apfs_maker, disks
from .conftest import EXPECTED, STAMP

IMAGES = Path(__file__).resolve().parents[1] / "images"


@pytest.fixture
def userdata(phone: Path) -> Path:
    """The root of a userdata partition: `data`, `media`, `system` …"""
    for folder in ("misc", "app"):
        (phone / "data" / folder).mkdir()
    for path in sorted(phone.rglob("*"), reverse=True):
        os.utime(path, (STAMP, STAMP))
    return phone / "data"


def listing(exhibit, state: str = "live") -> dict[str, bytes]:
    return {
        entry.path: exhibit.open(entry).read()
        for entry in exhibit.entries()
        if (entry.form, entry.state) == ("file", state)
    }


FEATURES = {
    "default": (),
    "small inodes": ("-I", "128", "-b", "1024"),
    "inline data": ("-O", "inline_data", "-I", "512"),
    "android": ("-O", "encrypt,casefold,verity,quota,project,stable_inodes", "-I", "512"),
}


@pytest.mark.parametrize("features", FEATURES.values(), ids=FEATURES)
def test_an_ext4_image_of_userdata_gives_device_paths(features, userdata, tmp_path):
    with open_exhibit(disks.ext4(userdata, tmp_path / "userdata.img", 8, *features)) as exhibit:
        assert exhibit.kind == "raw image (ext4)"
        assert "pytsk3" in exhibit.reader
        assert listing(exhibit) == EXPECTED
        entry = next(entry for entry in exhibit.entries() if entry.path.endswith("/mmssms.db-wal"))
        assert (entry.stored, entry.mtime_us, entry.mtime_basis, entry.user) == (
            "data/com.android.providers.telephony/databases/mmssms.db-wal", STAMP * 1_000_000, "utc", 0,
        )  # fmt: skip
        assert exhibit.problems == []


ANDROID_F2FS = "encrypt,extra_attr,inode_checksum,inode_crtime,project_quota,quota,verity,casefold"
F2FS = {
    "default": (),
    "android": ("-O", ANDROID_F2FS, "-C", "utf8"),
}


@pytest.mark.parametrize("features", F2FS.values(), ids=F2FS)
def test_an_f2fs_image_gives_the_same(features, userdata, tmp_path):
    many = userdata / "media" / "0" / "many"
    many.mkdir()
    for number in range(700):
        (many / f"file with a name that takes several slots {number}.txt").write_bytes(b"x" * number)
    big = userdata / "media" / "0" / "big.bin"
    big.write_bytes(bytes(range(256)) * 40_000)
    hole = userdata / "media" / "0" / "holes.bin"
    with hole.open("wb") as out:
        out.truncate(5_000_000)
        out.seek(1_000_000)
        out.write(b"island")
    with open_exhibit(disks.f2fs(userdata, tmp_path / "userdata.img", 128, *features)) as exhibit:
        assert exhibit.kind == "raw image (F2FS)"
        found = listing(exhibit)
        assert {path: data for path, data in found.items() if path in EXPECTED} == EXPECTED
        assert found["/data/media/0/big.bin"] == big.read_bytes()
        assert found["/data/media/0/holes.bin"] == hole.read_bytes()
        assert {path: len(data) for path, data in found.items() if "/many/" in path} == {
            f"/data/media/0/many/file with a name that takes several slots {size}.txt": size for size in range(700)
        }
        assert exhibit.problems == []


def test_f2fs_reads_through_direct_and_indirect_nodes(tmp_path):
    tree = tmp_path / "tree"
    tree.mkdir()
    size = (923 + 2 * 1018 + 1018 + 5) * 4096 + 77
    block = b"".join(number.to_bytes(4, "little") for number in range(1024))
    with (tree / "long.bin").open("wb") as out:
        for number in range(size // 4096 + 1):
            out.write(number.to_bytes(4, "big") + block[4:])
        out.truncate(size)
    with open_exhibit(disks.f2fs(tree, tmp_path / "f2fs.img")) as exhibit:
        entry = exhibit.find("long.bin")
        assert exhibit.open(entry).read() == (tree / "long.bin").read_bytes()


@pytest.mark.parametrize("sector", [512, 4096])
def test_partitions_are_found_and_named(sector, userdata, tmp_path):
    card = tmp_path / "card"
    (card / "DCIM").mkdir(parents=True)
    (card / "DCIM" / "photo.jpg").write_bytes(b"jpeg" * 100)
    parts = [
        ("userdata", disks.ext4(userdata, tmp_path / "a.img")),
        ("sdcard", disks.fat(card, tmp_path / "b.img")),
        ("misc", disks.blank(tmp_path / "c.img", 1)),
    ]
    with open_exhibit(disks.gpt(parts, tmp_path / "disk.bin", sector)) as exhibit:
        assert exhibit.facts()["partition table"] == "GPT"
        found = {entry.stored: entry for entry in exhibit.entries() if entry.form == "file" and entry.state == "live"}
        database = next(entry for name, entry in found.items() if "(userdata)/data/com.android" in name)
        assert database.path.startswith("/data/data/com.android.providers.telephony/databases/")
        photo = next(entry for name, entry in found.items() if name.endswith("(sdcard)/DCIM/photo.jpg"))
        assert exhibit.open(photo).read() == b"jpeg" * 100
        assert {problem.code for problem in exhibit.problems} == {"no-file-system"}
        assert "misc" in exhibit.problems[0].path


def test_split_images_are_joined(userdata, tmp_path):
    data = disks.ext4(userdata, tmp_path / "whole.img").read_bytes()
    step = len(data) // 3 + 1
    for number in range(3):
        (tmp_path / f"disk.{number + 1:03d}").write_bytes(data[number * step : (number + 1) * step])
    with open_exhibit(tmp_path / "disk.001") as exhibit:
        assert listing(exhibit) == EXPECTED
        assert [path.name for path in exhibit.containers()] == ["disk.001", "disk.002", "disk.003"]


@pytest.mark.parametrize(
    ("first", "pairs"),
    [
        ("a.E01", {98: "a.EAA", 98 + 26: "a.EBA", 98 + 26 * 26: "a.FAA"}),
        ("a.e01", {0: "a.e02", 98: "a.eaa"}),
        ("a.Ex01", {97: "a.Ex99", 98: "a.ExAA", 98 + 26 * 26: "a.EyAA"}),
        ("a.001", {0: "a.002", 998: "a.1000"}),
        ("a.000", {0: "a.001"}),
    ],
)
def test_segments_are_named_as_the_tools_name_them(first, pairs):
    found, missing = following(first, lambda _: True)
    assert {at: found[at] for at in pairs} == pairs
    assert len(found) < 20_002
    assert following(first, lambda name: name == found[0]) == ([found[0]], None)
    assert following(first, lambda name: name != found[1]) == ([found[0]], found[1])
    assert missing is None or first in {"a.001", "a.000"}


@pytest.mark.parametrize("suffix", ["001", "E01", "Ex01"])
def test_a_missing_segment_in_the_middle_is_told(suffix, userdata, tmp_path):
    image = disks.ext4(userdata, tmp_path / "whole.img")
    if suffix == "E01":
        with image.open("r+b") as out:
            out.seek(-4 << 20, os.SEEK_END)
            out.write(random.Random(5).randbytes(4 << 20))
        disks.e01(image, tmp_path / "disk")
    elif suffix == "Ex01":
        for path in (IMAGES / f"first-phone.Ex0{number}" for number in (1, 2, 3)):
            (tmp_path / path.name.replace("first-phone", "disk")).write_bytes(path.read_bytes())
    else:
        data = image.read_bytes()
        for number in range(3):
            (tmp_path / f"disk.{number + 1:03d}").write_bytes(data[number * 3 << 20 : (number + 1) * 3 << 20])
    gap = tmp_path / f"disk.{suffix[:-1]}2"
    gap.unlink()
    with open_exhibit(tmp_path / f"disk.{suffix}") as exhibit:
        assert len(list(exhibit.containers())) == 1
        (told,) = (problem.message for problem in exhibit.problems if problem.code == "missing-segment")
        assert told.startswith(f"{gap.name} is not there")
    last = sorted(tmp_path.glob("disk.*"))[-1]
    if suffix != "001":
        with pytest.raises(Damaged, match="give the first"):
            open_exhibit(last)


def test_sparse_images_are_read(userdata, tmp_path):
    image = disks.ext4(userdata, tmp_path / "userdata.img", 16)
    disks.run("img2simg", image, tmp_path / "sparse.img")
    assert (tmp_path / "sparse.img").stat().st_size < image.stat().st_size
    with open_exhibit(tmp_path / "sparse.img") as exhibit:
        assert exhibit.kind == "Android sparse image (ext4)"
        assert listing(exhibit) == EXPECTED
        assert image_of(exhibit).disk.read_at(0, image_of(exhibit).disk.size) == image.read_bytes()


@pytest.mark.parametrize("options", [("-c", "deflate:fast"), ("-c", "deflate:none"), ("-f", "encase5")])
def test_e01_sets_are_read_over_all_segments(options, userdata, tmp_path):
    noise = userdata / "media" / "0" / "noise.bin"
    noise.write_bytes(random.Random(7).randbytes(3 << 20))
    image = disks.ext4(userdata, tmp_path / "userdata.img")
    with open_exhibit(disks.e01(image, tmp_path / "set", *options)) as exhibit:
        assert exhibit.kind == "E01 image (ext4)"
        assert len(list(exhibit.containers())) > 1
        assert image_of(exhibit).disk.read_at(0, image_of(exhibit).disk.size) == image.read_bytes()
        assert exhibit.facts()["MD5 stated"] == image_of(exhibit).disk.md5()
        assert listing(exhibit)["/data/media/0/noise.bin"] == noise.read_bytes()
        assert exhibit.problems == []


def test_damage_to_an_e01_is_told_and_never_read_as_zeros(userdata, tmp_path):
    (userdata / "media" / "0" / "noise.bin").write_bytes(random.Random(6).randbytes(3 << 20))
    image = disks.ext4(userdata, tmp_path / "userdata.img")
    first = disks.e01(image, tmp_path / "set", "-c", "deflate:none")
    segments = sorted(tmp_path.glob("set.E*"))
    last = segments[-1].read_bytes()
    segments[-1].unlink()
    with open_exhibit(first) as exhibit:
        assert "truncated" in {problem.code for problem in exhibit.problems}
        with pytest.raises(Damaged):
            image_of(exhibit).disk.read_at(0, image_of(exhibit).disk.size)
    segments[-1].write_bytes(last)
    data = bytearray(segments[1].read_bytes())
    data[len(data) // 2] ^= 0x40
    segments[1].write_bytes(data)
    with open_exhibit(first) as exhibit, pytest.raises(Damaged, match="checksum"):
        image_of(exhibit).disk.read_at(0, image_of(exhibit).disk.size)


@pytest.mark.parametrize("kind", ["ext4", "FAT", "GPT", "MBR"])
def test_a_set_without_its_last_segment_gives_what_lies_in_the_others(kind, userdata, tmp_path):
    next(userdata.glob("media/0/Download/na*")).unlink()  # FAT keeps its name as far as the machine's own letters go
    made = {"FAT": lambda: disks.fat(userdata, tmp_path / "a.img", 16)}
    image = made.get(kind, lambda: disks.ext4(userdata, tmp_path / "a.img", 8))()
    noise = random.Random(kind).randbytes(3 << 20)
    with image.open("r+b") as out:  # so that there are several segments; no file owns these bytes
        out.seek(image.stat().st_size - len(noise) - 4096)
        out.write(noise)
    if kind in {"GPT", "MBR"}:
        table = {"GPT": lambda: disks.gpt([("userdata", image)], tmp_path / "disk.bin")}
        image = table.get(kind, lambda: disks.mbr(image, tmp_path / "disk.bin"))()
    first = disks.e01(image, tmp_path / "set")
    sorted(tmp_path.glob("set.E*"))[-1].unlink()
    with open_exhibit(first) as exhibit:
        assert exhibit.facts().get("partition table") == (kind if kind in {"GPT", "MBR"} else None)
        found = {entry.stored.split(")/")[-1].split("))/")[-1] for entry in exhibit.entries() if entry.form == "file"}
        assert {str(path.relative_to(userdata)) for path in userdata.rglob("*") if path.is_file()} <= found
        assert "truncated" in {problem.code for problem in exhibit.problems}


def test_deleted_files_of_a_fat_card_are_offered_as_deleted(tmp_path):
    card = tmp_path / "card"
    (card / "DCIM").mkdir(parents=True)
    (card / "DCIM" / "KEEP.JPG").write_bytes(b"keep" * 3000)
    (card / "DCIM" / "GONE.JPG").write_bytes(b"gone" * 3000)
    image = disks.fat(card, tmp_path / "card.img")
    disks.run("mdel", "-i", image, "::DCIM/GONE.JPG", env={**os.environ, "MTOOLS_SKIP_CHECK": "1"})
    with open_exhibit(image) as exhibit:
        assert listing(exhibit) == {"/DCIM/KEEP.JPG": b"keep" * 3000}
        ((path, data),) = listing(exhibit, "deleted").items()
        assert (path.endswith("ONE.JPG"), data) == (True, b"gone" * 3000)


def test_fat_times_are_wall_clock_times_of_the_device_in_every_zone(tmp_path, monkeypatch):
    card = tmp_path / "card"
    card.mkdir()
    (card / "A.TXT").write_bytes(b"a")
    os.utime(card / "A.TXT", (STAMP + 1, STAMP + 1))
    image = disks.fat(card, tmp_path / "card.img")
    found = []
    for zone in ("UTC", "Asia/Tokyo", "America/New_York"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        with open_exhibit(image) as exhibit:
            entry = exhibit.find("A.TXT")
            found.append((entry.mtime_us, entry.mtime_basis))
    monkeypatch.undo()
    time.tzset()
    assert found == [((STAMP + 1) // 2 * 2 * 1_000_000, "device")] * 3


def test_deleted_names_of_ext4_with_a_reused_inode_give_no_content(tmp_path):
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "old.db").write_bytes(b"old" * 5000)
    (tree / "kept.db").write_bytes(b"kept" * 5000)
    image = disks.ext4(tree, tmp_path / "image.img")
    disks.run("debugfs", "-w", "-R", "rm old.db", image)
    with open_exhibit(image) as exhibit:
        assert listing(exhibit, "deleted") == {"/old.db": b"old" * 5000}
    disks.run("debugfs", "-w", "-R", f"write {tree / 'kept.db'} new.db", image)
    with open_exhibit(image) as exhibit:
        deleted = [entry for entry in exhibit.entries() if entry.state == "deleted" and entry.form == "file"]
        assert listing(exhibit).keys() == {"/kept.db", "/new.db"}
        for entry in deleted:
            with pytest.raises(EvidenceError):
                exhibit.open(entry)


def free_spans(image: Path) -> list[tuple[int, int]]:
    exhibit = open_image(FileBlob(image), image, None, Limits())
    assert exhibit is not None
    with exhibit:
        return exhibit.unallocated().spans


def test_the_blocks_that_no_file_owns_are_told(tmp_path):
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "old.db").write_bytes(b"gone" * 5000)
    (tree / "kept.db").write_bytes(b"kept" * 5000)
    image = disks.ext4(tree, tmp_path / "image.img")
    before = free_spans(image)
    disks.run("debugfs", "-w", "-R", "rm old.db", image)
    spans = free_spans(image)
    data = image.read_bytes()
    free = b"|".join(data[start : start + size] for start, size in spans)
    assert data.count(b"gone" * 100)
    assert free.count(b"gone") == 5000
    assert b"kept" not in free
    assert sum(size for _, size in spans) - sum(size for _, size in before) >= 20_000
    assert all(start >= 0 and size > 0 and start + size <= len(data) for start, size in spans)
    assert all(one[0] + one[1] < other[0] for one, other in itertools.pairwise(spans))


def test_the_images_of_the_corpus_meet_their_truth(corpus):
    truth = json.loads((corpus / "TRUTH.json").read_text())["files"]
    checked = 0
    for name, about in truth.items():
        if not name.startswith("images/"):
            continue
        facts = about["facts"]
        lists = [facts["listing"]] if "listing" in facts else [each["listing"] for each in facts["file_systems"]]
        expected = sorted(
            (line.split(": ", 1)[1], line[0], "deleted" if " * " in line else "live") for each in lists for line in each
        )
        with open_exhibit(corpus / name) as exhibit:
            kinds = {"file": "r", "dir": "d", "link": "l"}
            found = sorted(
                (entry.stored.split(")/", 1)[-1].split("))/")[-1], kinds[entry.form], entry.state)
                for entry in exhibit.entries()
                if not entry.stored.startswith("$OrphanFiles/")
            )
        if name == "images/syslog_image.dd":  # the truth knows two of the deleted names as folders
            found, expected = [each[::2] for each in found], [each[::2] for each in expected]
        assert len(found) >= len(expected)
        assert [each for each in expected if each not in found] == [], name
        checked += 1
    assert checked == 8


def test_zeros_and_noise_are_no_image(tmp_path):
    for data in (bytes(100_000), b"\x55\xaa" * 50_000, random.Random(8).randbytes(100_000)):
        (tmp_path / "x.img").write_bytes(data)
        with pytest.raises(NotAnExtraction):
            open_exhibit(tmp_path / "x.img")


def test_a_folder_that_vanished_from_an_image_is_a_problem_not_an_end(userdata, tmp_path):
    image = disks.ext4(userdata, tmp_path / "userdata.img")
    disks.run("debugfs", "-w", "-R", "clri /data/org.example.chat", image)
    with open_exhibit(image) as exhibit:
        found = listing(exhibit)
        assert set(EXPECTED) - set(found) == {"/data/data/org.example.chat/shared_prefs/settings.xml"}
        assert found.items() <= EXPECTED.items()


def test_files_with_file_based_encryption_are_told_and_not_read(userdata, tmp_path):
    image = disks.ext4(userdata, tmp_path / "userdata.img", 8, "-O", "encrypt")
    for name in ("data/com.android.providers.telephony/databases/mmssms.db", "media/0/DCIM/Camera"):
        disks.run("debugfs", "-w", "-R", f"set_inode_field /{name} flags 0x80800", image)
    with open_exhibit(image) as exhibit:
        entry = exhibit.find("data/com.android.providers.telephony/databases/mmssms.db")
        with pytest.raises(EvidenceError, match="encrypted"):
            exhibit.open(entry)
        assert "encrypted" in {problem.code for problem in exhibit.problems} or list(exhibit.entries())
        assert "encrypted" in {problem.code for problem in exhibit.problems}


def test_reads_at_the_borders_of_a_file(userdata, tmp_path):
    with open_exhibit(disks.ext4(userdata, tmp_path / "userdata.img")) as exhibit:
        empty = exhibit.find("system/empty")
        assert exhibit.open(empty).read() == b""
        photo = exhibit.find("media/0/DCIM/Camera/IMG_20240102_030405.jpg")
        blob = exhibit.blob(photo)
        assert blob.read_at(blob.size, 10) == b""
        assert blob.read_at(blob.size - 3, 10) == EXPECTED[photo.path][-3:]


def test_an_inode_of_an_absurd_size_is_told_and_keeps_nothing_else_from_being_read(tmp_path):
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "before.txt").write_bytes(b"read me" * 1000)
    (tree / "bomb.bin").write_bytes(b"x")
    image = disks.ext4(tree, tmp_path / "x.img", 8, "-O", "^extents,^64bit,^inline_data,^has_journal")
    disks.run("debugfs", "-w", "-R", "set_inode_field /bomb.bin size 0x7fff10000000", image)
    with open_exhibit(image) as exhibit:
        found = {entry.stored: entry for entry in exhibit.entries()}
        with exhibit.open(found["before.txt"]) as file:
            assert file.read() == b"read me" * 1000
        told = [problem.message for problem in exhibit.problems]
    assert found["bomb.bin"].size == 0
    assert len(told) == 1
    assert "states 140733461823488 bytes in a volume of 8388608" in told[0]


@pytest.mark.parametrize("kind", ["ext4", "F2FS", "FAT", "disk"])
def test_a_cut_image_says_how_much_of_it_is_there(kind, tmp_path):
    (tmp_path / "tree/data/data").mkdir(parents=True)
    (tmp_path / "tree/data/data/a.db").write_bytes(b"content")
    made = {"F2FS": disks.f2fs, "FAT": lambda tree, target: disks.fat(tree, target, 24)}.get(kind, disks.ext4)
    image = made(tmp_path / "tree", tmp_path / "a.img")
    size, whole = image.stat().st_size, image
    if kind == "disk":
        whole = disks.gpt([("userdata", image)], tmp_path / "disk.bin")
    with open_exhibit(whole) as exhibit:
        names = {entry.stored for entry in exhibit.entries() if entry.form == "file"}
        assert not [problem for problem in exhibit.problems if problem.code == "truncated"]
    with whole.open("r+b") as out:
        out.truncate(whole.stat().st_size // 4 * 3)
    with open_exhibit(whole) as exhibit:
        assert {entry.stored for entry in exhibit.entries() if entry.form == "file"} == names
        (problem,) = (problem for problem in exhibit.problems if problem.code == "truncated")
    assert problem.path.endswith("(userdata)" if kind == "disk" else "")
    stated, there = (int(word) for word in problem.message.split() if word.isdigit())
    assert size * 0.9 < stated <= size
    assert there == (whole.stat().st_size if kind != "disk" else there) < stated


def folders_and_names(root: Path, count: int) -> dict[str, bytes]:
    """Files of names of many lengths in seven folders, which is where records of folders stand anywhere in a node."""
    made = {f"folder number {at % 7}/name{'x' * (at % 60)} {at}": b"%d" % at * (at % 9) for at in range(count)}
    for name, data in made.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return made


@pytest.mark.parametrize("count", [30, 60, 1000])
def test_every_folder_of_hfs_is_listed_wherever_its_record_stands(count, tmp_path):
    made = folders_and_names(tmp_path / "tree", count)
    os.utime(tmp_path / "tree" / next(iter(made)), (STAMP, STAMP))
    with open_exhibit(disks.hfs(tmp_path / "tree", tmp_path / "hfs.img")) as exhibit:
        entries = [entry for entry in exhibit.entries() if not entry.stored.startswith("$") and entry.form == "file"]
        assert {entry.stored: exhibit.open(entry).read() for entry in entries} == made
        assert {entry.mtime_us for entry in entries if entry.stored == next(iter(made))} == {STAMP * 1_000_000}
        assert exhibit.problems == []


def test_each_folder_read_from_the_catalogue_is_what_the_library_lists_where_it_does(tmp_path):
    folders_and_names(tmp_path / "tree", 3000)
    system = TskFileSystem(FileBlob(disks.hfs(tmp_path / "tree", tmp_path / "hfs.img")))
    catalogue, listed, refused = Catalogue(system.blob(4, "catalogue")), 0, 0
    for number in [2, *(child.number for child in catalogue.inside(2) if child.form == "dir")]:
        own = {(child.name, child.number, child.size, child.changed) for child in catalogue.inside(number)}
        try:
            theirs = list(system.fs.open_dir(inode=number))
        except OSError:
            refused += 1
            continue
        infos = [each.info for each in theirs if each.info.name.name[:1] not in b".$"]
        file = pytsk3.TSK_FS_META_TYPE_REG
        assert own == {
            (info.name.name, info.meta.addr, info.meta.size if info.meta.type == file else 0, info.meta.mtime)
            for info in infos
        }
        listed += 1
    assert listed > 3
    assert refused


def test_a_changed_catalogue_is_read_or_refused(tmp_path):
    folders_and_names(tmp_path / "tree", 300)
    system = TskFileSystem(FileBlob(disks.hfs(tmp_path / "tree", tmp_path / "hfs.img")))
    blob, chance = system.blob(4, "catalogue"), random.Random(6)
    whole = blob.read_at(0, blob.size)
    for at in range(400):
        data = bytearray(whole[: chance.randrange(len(whole))] if at % 9 == 0 else whole)
        for _ in range(6 if data else 0):
            data[chance.randrange(len(data))] = chance.choice((0, 255, chance.randrange(256)))
        try:
            assert sum(1 for _ in Catalogue(BytesBlob(bytes(data))).inside(chance.randrange(2, 40))) < 10_000
        except Damaged as error:
            assert str(error)


def test_an_apfs_volume_that_apfsck_finds_sound_gives_its_files(phone, tmp_path):
    pytest.importorskip("pyfsapfs")
    for path in sorted(phone.rglob("*"), reverse=True):
        os.utime(path, (STAMP, STAMP))
    image = apfs_maker.image_of(phone, tmp_path / "apfs.img")
    disks.run("apfsck", image)
    with open_exhibit(image) as exhibit:
        assert exhibit.kind == "raw image (APFS)"
        assert listing(exhibit) == EXPECTED
        assert {(entry.mtime_us, entry.mtime_basis) for entry in exhibit.entries()} == {(STAMP * 1_000_000, "utc")}
        assert exhibit.problems == []


def test_a_cut_apfs_image_says_so(corpus, tmp_path):
    pytest.importorskip("pyfsapfs")
    whole = (corpus / "images" / "apfs.raw").read_bytes()
    (tmp_path / "cut.raw").write_bytes(whole[:1_000_000])
    with open_exhibit(tmp_path / "cut.raw") as exhibit:
        told = [problem.message for problem in exhibit.problems if problem.code == "truncated"]
    assert told == [f"cut short: the file system states {len(whole)} bytes, 1000000 are there"]


class Twice(FileSystem):
    """A file system with a folder in which a name stands twice, and files of the same names in both of these."""

    kind, reader, by_folder = "made", "own", True

    def nodes(self, limits, tell):
        def node(path, ident, form="file"):
            return Node(path, ident, None, "unknown", form, "live", ident)

        yield from (node("a", 1, "dir"), node("b", 2, "dir"))
        yield node("a/x", 3)
        yield from (node("b/c", 4, "dir"), node("b/c", 5, "dir"))
        yield from (node("b/c/x", 6), node("b/c/y", 7))
        yield from (node("b/c/x", 8), node("b/c/z", 9))

    def batches(self, limits, tell):
        given = list(self.nodes(limits, tell))
        for start, stop in ((0, 2), (2, 5), (5, 7), (7, 9)):
            yield in_columns(given[start:stop])

    def blob(self, ident, path):
        return BytesBlob(b"")


@pytest.mark.parametrize("places", [("",), ("partition 1", "partition 2"), ("one", "one/a")])
def test_names_that_stand_twice_in_an_image_are_all_kept_and_told_apart(places):
    systems = [(place, Twice()) for place in places]
    exhibit = ImageExhibit(BytesBlob(b""), "made", Path("x"), [], systems, {}, Limits())
    entries = list(exhibit.entries())
    assert len({entry.stored for entry in entries}) == len(entries) == 9 * len(places)
    first = [entry.stored.removeprefix(f"{places[0]}/") for entry in entries[:9]]
    assert first == ["a", "b", "a/x", "b/c", "b/c (copy 2)", "b/c/x", "b/c/y", "b/c/x (copy 2)", "b/c/z"]
    assert [entry.ident for entry in entries[:9]] == [(0, number) for number in range(1, 10)]
    assert [entry.path.rpartition("/")[2] for entry in entries[5:9]] == ["x", "y", "x", "z"]
