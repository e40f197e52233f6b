"""A file system is listed in a process of its own, which is ended where The Sleuth Kit does not come back."""

from __future__ import annotations

import os
import time
from dataclasses import replace

import pytest

from phonefx.evidence import Limits
from phonefx.evidence.blobs import BytesBlob, FileBlob, SliceBlob
from phonefx.evidence.images import apart
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
    own = list(system.walked(Limits(), lambda *_: None, lambda *_: True))
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
folder = tsk._Walk.folder
def dying(walk, inode, path, state):
    return os._exit(9) if path == "middle" else folder(walk, inode, path, state)
tsk._Walk.folder = dying
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
