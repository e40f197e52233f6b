"""Changed and cut containers of every kind: what is readable is read, the rest is an evidence error, and it ends."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from phonefx.errors import EvidenceError
from phonefx.evidence import Limits, open_exhibit
from phonefx.evidence.blobs import Blob, BytesBlob, FileBlob
from phonefx.evidence.images.ewf import EwfBlob
from phonefx.evidence.images.f2fs.reader import F2fs
from phonefx.evidence.images.sparse import SparseBlob
from phonefx.evidence.images.tsk import TskFileSystem

from . import backup_maker as maker
from . import disks
from .conftest import EXPECTED

LIMITS = Limits(entries=5_000, total_bytes=64 << 20, ratio_floor=1 << 20, memory_bytes=16 << 20)
ROUNDS = 25


class Patched(Blob):
    """A blob with some bytes changed, without a copy of it."""

    def __init__(self, blob: Blob, changes: dict[int, int], size: int | None = None) -> None:
        self.blob = blob
        self.changes = changes
        self.size = blob.size if size is None else size

    def read_at(self, offset: int, size: int) -> bytes:
        data = bytearray(self.blob.read_at(offset, max(0, min(size, self.size - offset))))
        for at, value in self.changes.items():
            if 0 <= at - offset < len(data):
                data[at - offset] = value
        return bytes(data)


def read_all(exhibit) -> int:
    """Open what can be opened, a little of each; give the number of files."""
    count = 0
    for entry in exhibit.entries():
        if entry.form != "file" or count > 300:
            continue
        count += 1
        try:
            with exhibit.open(entry) as stream:
                stream.read(1 << 20)
        except EvidenceError as error:
            assert str(error)
    return count


def walk(system, blob_of) -> None:
    told = []
    for count, node in enumerate(system.nodes(LIMITS, lambda *each: told.append(each))):
        if node.form == "file" and count < 300:
            try:
                blob_of(node).read_at(0, 1 << 16)
            except EvidenceError as error:
                assert str(error)


def mutations(chance: random.Random, size: int, area: int) -> dict[int, int]:
    """Bytes to change, most of them where the structures are."""
    return {chance.randrange(min(size, area)): chance.choice((0, 255, chance.randrange(256))) for _ in range(8)}


ARCHIVES = {
    "tar": lambda: maker.tar_of({name[1:]: data for name, data in EXPECTED.items()}),
    "ab": lambda: maker.android(5, compressed=False),
    "compressed ab": lambda: maker.android(4, compressed=True),
    "encrypted ab": lambda: maker.android(5, compressed=True, password="secret"),
}


@pytest.mark.parametrize("kind", ARCHIVES)
def test_changed_archives(kind, tmp_path):
    whole, chance = ARCHIVES[kind](), random.Random(kind)
    for number in range(ROUNDS):
        data = bytearray(whole)
        for at, value in mutations(chance, len(data), 4096 if number % 2 else len(data)).items():
            data[at] = value
        if number % 5 == 0:
            del data[chance.randrange(len(data)) :]
        target = tmp_path / f"{number}.bin"
        target.write_bytes(data)
        try:
            with open_exhibit(target, password="secret", scratch=tmp_path / "scratch", limits=LIMITS) as exhibit:
                read_all(exhibit)
        except EvidenceError as error:
            assert str(error)


@pytest.mark.parametrize("password", [None, "secret"])
def test_changed_backups(password, tmp_path):
    chance = random.Random(str(password))
    folder = maker.itunes(tmp_path / "udid", password)
    names = ("Manifest.db", "Manifest.plist", "Info.plist", "Status.plist")
    originals = {name: (folder / name).read_bytes() for name in names}
    for number in range(ROUNDS):
        name = names[number % 2]
        data = bytearray(originals[name])
        for at, value in mutations(chance, len(data), len(data)).items():
            data[at] = value
        (folder / name).write_bytes(data[: chance.randrange(len(data))] if number % 5 == 0 else data)
        try:
            with open_exhibit(folder, password=password, limits=LIMITS) as exhibit:
                read_all(exhibit)
        except EvidenceError as error:
            assert str(error)
        (folder / name).write_bytes(originals[name])


@pytest.fixture(scope="module")
def tree(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("tree")
    for name, data in EXPECTED.items():
        (root / name[1:]).parent.mkdir(parents=True, exist_ok=True)
        (root / name[1:]).write_bytes(data)
    for number in range(60):
        (root / f"data/media/0/many {number}.txt").write_bytes(b"x" * number * 40)
    return root


def test_changed_ext4_images(tree, tmp_path):
    image, chance = FileBlob(disks.ext4(tree, tmp_path / "a.img")), random.Random(4)
    for number in range(ROUNDS):
        size = chance.randrange(image.size) if number % 5 == 0 else image.size
        patched = Patched(image, mutations(chance, image.size, 600_000), size)
        try:
            system = TskFileSystem(patched)
            walk(system, lambda node, system=system: system.blob(node.ident, node.path))
        except EvidenceError as error:
            assert str(error)


def test_changed_f2fs_images(tree, tmp_path):
    image, chance = FileBlob(disks.f2fs(tree, tmp_path / "a.img")), random.Random(2)
    used = [at for at in range(0, image.size, 4096) if any(image.read_at(at, 64))]
    for number in range(ROUNDS):
        changes = {chance.choice(used) + chance.randrange(4096): chance.choice((0, 255, 7)) for _ in range(30)}
        size = chance.randrange(image.size) if number % 5 == 0 else image.size
        try:
            system = F2fs(Patched(image, changes, size))
            walk(system, lambda node, system=system: system.blob(node.ident, node.path))
        except EvidenceError as error:
            assert str(error)


def test_changed_sparse_and_e01_images(tree, tmp_path):
    raw = disks.ext4(tree, tmp_path / "a.img")
    disks.run("img2simg", raw, tmp_path / "a.simg")
    sparse, chance = (tmp_path / "a.simg").read_bytes(), random.Random(3)
    e01 = disks.e01(raw, tmp_path / "set", "-c", "deflate:fast").read_bytes()
    for packed, opened in ((sparse, SparseBlob), (e01, lambda blob, tell: EwfBlob([blob], tell))):
        for number in range(ROUNDS):
            data = bytearray(packed)
            for at, value in mutations(chance, len(data), 3000 if number % 2 else len(data)).items():
                data[at] = value
            told = []
            try:
                disk = opened(BytesBlob(bytes(data)), lambda *each, told=told: told.append(each))
                assert len(disk.read_at(0, 1 << 16)) <= 1 << 16
                disk.read_at(max(0, min(disk.size, 1 << 40) - 5000), 1 << 16)
            except EvidenceError as error:
                assert str(error)


def test_noise_with_the_first_bytes_of_each_container(tmp_path):
    chance = random.Random(1)
    starts = (
        b"PK\3\4", b"PK\5\6", b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd",
        b"ANDROID BACKUP\n5\n1\nnone\n",
        b"ANDROID BACKUP\n5\n0\nAES-256\n00\n00\n1\n00\n00\n", b"MIUI BACKUP\n", b"EVF\t\r\n\xff\0\1\1\0\0\0",
        b"\x3a\xff\x26\xed\1\0\0\0\x1c\0\x0c\0", b"QFI\xfb\0\0\0\2", b"KDMV\1\0\0\0", b"<smses>", b"BEGIN:VCARD\n",
        bytes(1024) + b"\x10\x20\xf5\xf2", bytes(1080) + b"\x53\xef", bytes(32) + b"NXSB", bytes(510) + b"\x55\xaa",
    )  # fmt: skip
    for number, start in enumerate(starts):
        for size in (0, 40, 5000, 70_000):
            target = tmp_path / f"{number}-{size}.bin"
            target.write_bytes(start + chance.randbytes(size))
            try:
                with open_exhibit(target, password="x", scratch=tmp_path / "s", limits=LIMITS) as exhibit:
                    read_all(exhibit)
            except EvidenceError as error:
                assert str(error)


def test_nothing_is_written_outside_the_scratch_folder(tmp_path):
    folder = tmp_path / "evidence"
    folder.mkdir()
    for name, made in ARCHIVES.items():
        (folder / name).write_bytes(made())
    before = {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}
    listing = sorted(path.name for path in Path.cwd().iterdir())
    for name in before:
        with open_exhibit(folder / name, password="secret", scratch=tmp_path / "scratch", limits=LIMITS) as exhibit:
            read_all(exhibit)
    assert {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()} == before
    assert sorted(path.name for path in Path.cwd().iterdir()) == listing
    assert {path.parent for path in tmp_path.rglob("*") if path.is_file()} <= {folder, tmp_path / "scratch"}
