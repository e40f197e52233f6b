"""Disks of virtual machines and emulators: the bytes of the raw image, or refused; nothing is made up."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest

from phonefx.errors import Damaged, EvidenceError
from phonefx.evidence import open_exhibit
from phonefx.evidence.blobs import BytesBlob
from phonefx.evidence.images.exhibit import image_of
from phonefx.evidence.images.qcow import QcowBlob

from . import disks

QCOW = {
    "plain": (), "version 2": ("-o", "compat=0.10"), "packed": ("-c",),
    "packed with zstd": ("-c", "-o", "compression_type=zstd"), "small clusters": ("-o", "cluster_size=512"),
    "large clusters": ("-c", "-o", "cluster_size=2M"), "subclusters": ("-o", "extended_l2=on,cluster_size=128k"),
}  # fmt: skip
OTHERS = {
    "VMDK": ("vmdk", ()), "VMDK, stream": ("vmdk", ("-o", "subformat=streamOptimized")),
    "VHD": ("vpc", ()), "VHD, fixed": ("vpc", ("-o", "subformat=fixed")), "VHDX": ("vhdx", ()),
}  # fmt: skip


@pytest.fixture(scope="module")
def raw(tmp_path_factory) -> Path:
    """A file system with text that packs, noise that does not, and a hole."""
    out = tmp_path_factory.mktemp("raw")
    chance = random.Random(5)
    (out / "tree").mkdir()
    (out / "tree" / "text").write_bytes(bytes(chance.choices(b"letters and spaces", k=400_000)))
    (out / "tree" / "noise").write_bytes(chance.randbytes(200_000))
    return disks.ext4(out / "tree", out / "raw.img", 4)


def qcow(raw: Path, tmp_path: Path, kind: str) -> bytes:
    return disks.virtual(raw, tmp_path / "disk.qcow2", "qcow2", *QCOW[kind]).read_bytes()


def opened(data: bytes) -> tuple[QcowBlob, list[tuple[str, str]]]:
    told: list[tuple[str, str]] = []
    return QcowBlob(BytesBlob(data), lambda *each: told.append(each)), told


@pytest.mark.parametrize("kind", QCOW)
def test_every_kind_of_qcow2_gives_the_bytes_of_the_raw_image(kind, raw, tmp_path):
    blob, told = opened(qcow(raw, tmp_path, kind))
    assert (blob.read_at(0, blob.size), told) == (raw.read_bytes(), [])
    with open_exhibit(tmp_path / "disk.qcow2") as exhibit:
        assert exhibit.kind == "QCOW2 image (ext4)"
        assert exhibit.open(exhibit.find("text")).read() == (raw.parent / "tree" / "text").read_bytes()
        assert exhibit.problems == []


@pytest.mark.parametrize("kind", OTHERS)
def test_the_other_disks_give_the_bytes_of_the_raw_image(kind, raw, tmp_path):
    form, options = OTHERS[kind]
    pytest.importorskip("pyvmdk" if form == "vmdk" else "pyvhdi")
    whole = raw.read_bytes()
    with open_exhibit(disks.virtual(raw, tmp_path / "disk", form, *options)) as exhibit:
        disk = image_of(exhibit).disk
        assert disk.read_at(0, len(whole)) == whole
        assert not any(disk.read_at(len(whole), 1 << 20)[:-512])  # whole cylinders; a fixed VHD ends in its description
        assert exhibit.problems == []


def test_a_part_that_was_never_written_is_zeros(raw, tmp_path):
    data = bytearray(qcow(raw, tmp_path, "plain"))
    (table,) = struct.unpack_from(">Q", data, 40)
    (first,) = (place & (1 << 56) - 1 for place in struct.unpack_from(">Q", data, table))
    at = next(at for at in range(first, first + 64 * 8, 8) if any(data[at : at + 8]) and at > first)
    data[at : at + 8] = (1).to_bytes(8, "big")  # read as zeros
    blob, _ = opened(bytes(data))
    start = (at - first) // 8 * 65536
    assert blob.read_at(start, 65536) == bytes(65536)
    assert blob.read_at(0, start) == raw.read_bytes()[:start]


def test_what_is_cut_off_is_refused_and_the_rest_read(raw, tmp_path):
    for kind in QCOW:
        data, whole = qcow(raw, tmp_path, kind), raw.read_bytes()
        blob, _ = opened(data[: len(data) * 2 // 3])
        given = refused = 0
        for at in range(0, blob.size, blob.chunk):
            try:
                part = blob.read_at(at, blob.chunk)
            except Damaged:
                refused += 1
                continue
            assert part == whole[at : at + blob.chunk], kind
            given += 1
        assert refused, kind
        assert given or kind == "large clusters", kind


def test_changed_bytes_end_in_the_bytes_or_an_error(raw, tmp_path):
    chance = random.Random(9)
    for kind in ("packed", "subclusters", "packed with zstd"):
        data = qcow(raw, tmp_path, kind)
        for _ in range(40):
            spoilt = bytearray(data)
            for _ in range(3):
                spoilt[chance.randrange(chance.choice((112, len(data))))] = chance.choice((0, 255, 7))
            try:
                blob, _ = opened(bytes(spoilt))
                assert len(blob.read_at(0, 1 << 18)) == min(1 << 18, max(blob.size, 0))
            except EvidenceError as error:
                assert str(error)


def refusing(name: str, raw: Path, tmp_path: Path) -> Path:
    target = tmp_path / "disk.qcow2"
    if name == "overlay":
        disks.virtual(raw, tmp_path / "base.qcow2", "qcow2")
        disks.run("qemu-img", "create", "-q", "-f", "qcow2", "-b", "base.qcow2", "-F", "qcow2", target, cwd=tmp_path)
    elif name == "version 1":
        disks.virtual(raw, target, "qcow")
    else:
        data = bytearray(disks.virtual(raw, target, "qcow2").read_bytes())
        data[35] = 1
        target.write_bytes(data)
    return target


@pytest.mark.parametrize(
    ("name", "words"),
    [("overlay", "differs from 'base.qcow2'"), ("version 1", "of version 1"), ("encrypted", "encrypted")],
)
def test_what_is_not_read_is_told_and_never_read_as_zeros(name, words, raw, tmp_path):
    with pytest.raises(EvidenceError, match=words) as error:
        open_exhibit(refusing(name, raw, tmp_path))
    assert str(error.value).startswith(f"{tmp_path / 'disk.qcow2'}: QCOW2: ")
    assert "qemu-img convert" in str(error.value)


def test_a_vmdk_over_another_one_is_told_and_never_read_as_zeros(raw, tmp_path):
    pytest.importorskip("pyvmdk")
    disks.virtual(raw, tmp_path / "base.vmdk", "vmdk")
    over = tmp_path / "over.vmdk"
    disks.run("qemu-img", "create", "-q", "-f", "vmdk", "-b", "base.vmdk", "-F", "vmdk", over, cwd=tmp_path)
    with pytest.raises(EvidenceError, match=r"differs from 'base\.vmdk'"):
        open_exhibit(over)


def test_snapshots_are_told(raw, tmp_path):
    qcow(raw, tmp_path, "plain")
    disks.run("qemu-img", "snapshot", "-c", "before", tmp_path / "disk.qcow2")
    with open_exhibit(tmp_path / "disk.qcow2") as exhibit:
        assert [(problem.code, problem.message) for problem in exhibit.problems] == [
            ("snapshots", "1 internal snapshots are not read")
        ]
        assert image_of(exhibit).disk.read_at(0, 1 << 22) == raw.read_bytes()


def test_a_disk_in_a_folder_is_looked_into(raw, tmp_path):
    (tmp_path / "delivered").mkdir()
    qcow(raw, tmp_path, "packed")
    (tmp_path / "disk.qcow2").rename(tmp_path / "delivered" / "userdata-qemu.img.qcow2")
    with open_exhibit(tmp_path / "delivered") as exhibit:
        assert "userdata-qemu.img.qcow2/text" in {entry.stored for entry in exhibit.entries()}
