"""A file system is listed in a process of its own, which is ended where The Sleuth Kit does not come back."""

from __future__ import annotations

import os
import time
from dataclasses import replace

import pytest

from phonefx.evidence import Limits, open_exhibit
from phonefx.evidence.blobs import BytesBlob, FileBlob, SliceBlob
from phonefx.evidence.images import apart, ext4, tsk
from phonefx.evidence.images.filesystem import ORPHANS
from phonefx.evidence.images.tsk import TskFileSystem
from phonefx.evidence.tree import Problem

from . import disks

STATED = 8_000_000_000_000
VOLUME = 8 << 40


class Grown(BytesBlob):
    """A file system at the beginning of a volume of 8 TiB, so that a size of as much is none beyond the volume."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.size = VOLUME

    def read_at(self, offset: int, size: int) -> bytes:
        data = super().read_at(offset, size)
        return data + bytes(min(size, self.size - offset) - len(data))


@pytest.fixture
def tree(tmp_path):
    for name in ("first/a.db", "middle/bad.db", "middle/good.db", "middle/inner/b.db", "last/c.db"):
        (tmp_path / "tree" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tree" / name).write_bytes(name.encode() * 30)
    return tmp_path / "tree"


@pytest.fixture
def spinning(tree, tmp_path):
    """An ext2 file system in which the map of one file has some eight thousand million blocks, all of them holes."""
    image = tmp_path / "a.img"
    disks.run("mke2fs", "-q", "-t", "ext2", "-b", "1024", "-d", tree, image, "4M")
    disks.run("debugfs", "-w", "-R", f"sif /middle/bad.db size {STATED}", image)
    return Grown(image.read_bytes())


def listed(blob, limits: Limits | None = None) -> tuple[list, list[Problem]]:
    told: list[Problem] = []
    return list(TskFileSystem(blob).nodes(limits or Limits(), lambda *each: told.append(Problem(*each)))), told


def test_a_folder_that_the_library_does_not_come_back_from_is_told_and_the_rest_is_listed(spinning):
    start = time.monotonic()
    nodes, told = listed(spinning, Limits(patience=2))
    assert time.monotonic() - start < 60
    paths = [node.path for node in nodes if node.path.rpartition("/")[2] != "lost+found"]
    assert paths == ["first", "last", "middle", "first/a.db", "last/c.db"]
    (problem,) = told
    assert (problem.code, problem.path) == ("stopped", "middle")
    assert "no answer within 2 s" in problem.message
    assert "not listed" in problem.message


def test_one_that_comes_back_in_time_is_listed(tree, tmp_path):
    image = disks.ext4(tree, tmp_path / "a.img")
    system = TskFileSystem(FileBlob(image))
    own = [node for found in system.walked(Limits(), lambda *_: None, lambda *_: True) for node in found.each()]
    assert listed(FileBlob(image)) == (own, [])
    assert listed(SliceBlob(BytesBlob(b"xyz" + image.read_bytes()), 3, 1 << 40)) == (own, [])
    assert listed(SliceBlob(SliceBlob(FileBlob(image), 0, 1 << 40), 0, 1 << 40)) == (own, [])


def test_a_child_that_dies_is_told_and_what_it_gave_is_kept_once(tree, tmp_path, monkeypatch):
    image = disks.ext4(tree, tmp_path / "a.img")
    whole, _ = listed(FileBlob(image))
    monkeypatch.setattr(apart, "_PROGRAM", ("-P", "-c", DYING))
    nodes, told = listed(FileBlob(image))
    assert nodes == [node for node in whole if not node.path.startswith("middle/")]
    assert [(each.code, each.path) for each in told] == [("stopped", "middle")]


DYING = """
import os
from phonefx.evidence.images import child, tsk
read = tsk._Walk.read
def dying(walk, inode, path, state):
    return os._exit(9) if path == "middle" else read(walk, inode, path, state)
tsk._Walk.read = dying
child._BATCH = 1
child.main()
"""


def test_what_the_parent_cannot_read_is_told_by_the_folder_and_not_by_an_end(tree, tmp_path):
    image = disks.ext4(tree, tmp_path / "a.img")
    cut = SliceBlob(BytesBlob(image.read_bytes()), 0, image.stat().st_size // 2)
    nodes, told = listed(cut)
    assert nodes or told
    assert not {each.code for each in told} & {"stopped"}


def test_memory_of_the_child_is_bounded(tree, tmp_path):
    image = disks.ext4(tree, tmp_path / "a.img")
    nodes, told = listed(FileBlob(image), replace(Limits(), library_bytes=1 << 20))
    assert (nodes, [each.code for each in told]) == ([], ["stopped"]) or os.name == "nt"


def test_nothing_of_the_current_folder_is_run(tree, tmp_path, monkeypatch):
    image = disks.ext4(tree, tmp_path / "a.img")
    for name in ("struct", "calendar", "pytsk3"):
        (tmp_path / f"{name}.py").write_text("import pathlib; pathlib.Path('ran').touch()")
    monkeypatch.chdir(tmp_path)
    assert len(listed(FileBlob(image))[0]) > 5
    assert not (tmp_path / "ran").exists()


def changed(image, *commands: str) -> None:
    """Change an ext4 file system with debugfs, all of it in one run."""
    steps = image.with_suffix(".steps")
    steps.write_text("\n".join(commands) + "\n")
    disks.run("debugfs", "-w", "-f", steps, image)


LEFT = (
    "sif <300> mode 0100644", "sif <300> size 77", "sif <300> ctime 20240102030405", "sif <300> mtime 20240102030405",
)  # fmt: skip


def test_removed_inodes_without_a_name_are_those_that_the_library_finds(tree, tmp_path, monkeypatch):
    image = disks.ext4(tree, tmp_path / "a.img")
    changed(image, "rm first/a.db", "rm middle/good.db", "sif <200> ctime 20240102030405", *LEFT)
    own, told = listed(FileBlob(image))
    lost = {node.path: (node.size, node.mtime_us, node.form) for node in own if node.path.startswith(ORPHANS)}
    assert lost == {
        f"{ORPHANS}/OrphanFile-200": (0, None, "special"),
        f"{ORPHANS}/OrphanFile-300": (77, 1_704_164_645_000_000, "file"),
    }
    assert {node.path for node in own if node.state == "deleted"} == {*lost, "first/a.db", "middle/good.db"}
    assert told == []
    monkeypatch.setattr(tsk, "removed_inodes", lambda _: None)
    walked = TskFileSystem(FileBlob(image)).walked(Limits(), lambda *_: None, lambda *_: True)
    assert [node for found in walked for node in found.each()] == own


def test_removed_inodes_are_listed_also_where_the_library_fails_on_a_folder_among_them(tree, tmp_path):
    image = disks.ext4(tree, tmp_path / "a.img")
    changed(image, "sif <301> mode 040755", "sif <301> ctime 20240102030405", *LEFT)
    nodes, told = listed(FileBlob(image))
    lost = {node.path.rpartition("-")[2]: node.form for node in nodes if node.path.startswith(ORPHANS)}
    assert lost == {"300": "file", "301": "dir"}
    assert [(each.code, each.path) for each in told] == [("unreadable-folder", f"{ORPHANS}/OrphanFile-301")]


def test_a_folder_of_the_phone_that_is_called_like_the_list_of_removed_inodes(tree, tmp_path):
    (tree / ORPHANS).mkdir()
    (tree / ORPHANS / "OrphanFile-300").write_bytes(b"a file of the phone")
    image = disks.ext4(tree, tmp_path / "a.img")
    changed(image, *LEFT)
    with open_exhibit(image) as exhibit:
        found = [(entry.stored, entry.state) for entry in exhibit.entries() if entry.stored.startswith(ORPHANS)]
    place = f"{ORPHANS}/OrphanFile-300"
    assert found == [(ORPHANS, "live"), (place, "live"), (f"{place} (copy 2)", "deleted")]


@pytest.mark.parametrize("inode", [1, 130])
def test_absurd_sizes_are_found_wherever_they_stand_in_a_table(tree, tmp_path, inode):
    image = disks.ext4(tree, tmp_path / "a.img")
    changed(image, f"sif <{inode}> mode 0100644", f"sif <{inode}> flags 0", f"sif <{inode}> size {1 << 45}")
    assert {number: size for number, _, size in beyond(image)} == {inode: 1 << 45}
    most = image.stat().st_size
    changed(image, f"sif <{inode}> size {most + 1}")
    ((number, at, size),) = beyond(image)
    assert (number, size) == (inode, most + 1)
    assert int.from_bytes(image.read_bytes()[at + 4 : at + 8], "little") == size
    changed(image, f"sif <{inode}> size {most}")
    assert beyond(image) == []


def beyond(image) -> list[tuple[int, int, int]]:
    """The inodes of absurd sizes, without that which keeps room to grow and is so by design."""
    return [each for each in ext4.absurd_inodes(FileBlob(image)) if each[0] != 7]
