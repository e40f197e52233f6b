"""F2FS files as only a kernel writes them: compressed in clusters."""

from __future__ import annotations

import random

import pytest

from phonefx.errors import Damaged, EvidenceError
from phonefx.evidence import open_exhibit
from phonefx.evidence.blobs import FileBlob
from phonefx.evidence.images.f2fs.compressed import lz4
from phonefx.evidence.images.f2fs.reader import F2fs

from . import f2fs_maker as maker


def content(chance: random.Random) -> dict[str, bytes]:
    """Files whose clusters can be compressed, cannot, and in turn."""
    words = [b"meet", b"quay", b"yard", b"seven", b"boat", b" ", b"\n", b"0123456789"]
    return {
        "text.db": b"".join(chance.choice(words) for _ in range(80_000)),
        "mixed.bin": b"".join(b"abc" * 9000 if n % 3 else chance.randbytes(20_000) for n in range(40)),
        "noise.jpg": chance.randbytes(200_000),
        "holes.bin": bytes(150_000) + b"end",
        "odd.txt": b"one line and another\n" * 1900,
    }


@pytest.fixture
def tree(tmp_path):
    files = content(random.Random(4))
    (tmp_path / "tree/data/data").mkdir(parents=True)
    for name, data in files.items():
        (tmp_path / "tree/data/data" / name).write_bytes(data)
    return tmp_path / "tree", {f"data/data/{name}": data for name, data in files.items()}


@pytest.mark.parametrize("algorithm", [maker.LZ4, maker.ZSTD])
def test_compressed_files_read_as_they_were(algorithm, tree, tmp_path):
    folder, files = tree
    image = maker.image_of(folder, tmp_path / "a.img")
    nodes = {node.path: node.ident for node in F2fs(FileBlob(image)).nodes(maker.LIMITS, lambda *_: None)}
    changed = {name: maker.compress(image, nodes[name], algorithm) for name in files}
    assert changed["data/data/text.db"] > 10
    assert changed["data/data/noise.jpg"] == 0
    with open_exhibit(image) as exhibit:
        found = {entry.stored: exhibit.open(entry).read() for entry in exhibit.entries() if entry.form == "file"}
        (entry,) = (each for each in exhibit.entries() if each.stored == "data/data/mixed.bin")
        blob, whole = exhibit.blob(entry), files["data/data/mixed.bin"]
        for at in (0, 1, 16_383, 16_384, 100_000, len(whole) - 5):
            assert blob.read_at(at, 40_000) == whole[at : at + 40_000]
        assert exhibit.problems == []
    assert found == files


def test_lzo_is_named_and_not_read(tree, tmp_path):
    image = maker.image_of(tree[0], tmp_path / "a.img")
    nodes = {node.path: node.ident for node in F2fs(FileBlob(image)).nodes(maker.LIMITS, lambda *_: None)}
    maker.compress(image, nodes["data/data/text.db"], maker.ZSTD)
    data = bytearray(image.read_bytes())
    system = F2fs(FileBlob(image))
    data[system.layout.node_block(nodes["data/data/text.db"]) * 4096 + 392] = 3
    image.write_bytes(data)
    with pytest.raises(EvidenceError, match="compressed with LZO-RLE, which is not read"):
        F2fs(FileBlob(image)).blob(nodes["data/data/text.db"], "text.db").read_at(0, 10)


def test_damaged_clusters_are_told_and_never_longer_than_a_cluster():
    chance, whole = random.Random(9), maker.lz4_block(b"some text, and some text again; " * 400)
    assert lz4(whole, 16_384, "x") == b"some text, and some text again; " * 400
    for _ in range(2000):
        data = bytearray(whole)
        data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            assert len(lz4(bytes(data[: chance.randrange(len(data)) if _ % 2 else None]), 16_384, "x")) <= 16_384
        except Damaged as error:
            assert "compressed cluster" in str(error)


def test_removed_files_are_offered_while_their_blocks_are_free(tree, tmp_path):
    folder, files = tree
    (folder / "data/data/note.txt").write_bytes(b"meet at the quay")
    image = maker.image_of(folder, tmp_path / "a.img")
    nodes = {node.path: node for node in F2fs(FileBlob(image)).nodes(maker.LIMITS, lambda *_: None)}
    assert {node.state for node in nodes.values()} == {"live"}
    for name in ("text.db", "note.txt"):
        maker.remove(image, nodes[f"data/data/{name}"].ident, name.encode())
    with open_exhibit(image) as exhibit:
        found = {entry.stored: entry for entry in exhibit.entries() if entry.form == "file"}
        gone = {stored for stored, entry in found.items() if entry.state == "deleted"}
        assert gone == {"data/data/text.db", "data/data/note.txt"}
        assert exhibit.open(found["data/data/note.txt"]).read() == b"meet at the quay"
        assert exhibit.open(found["data/data/text.db"]).read() == files["data/data/text.db"]
        assert found["data/data/text.db"].mtime_us == nodes["data/data/text.db"].mtime_us
        kept = {stored: exhibit.open(entry).read() for stored, entry in found.items() if entry.state == "live"}
    assert kept == {name: data for name, data in files.items() if name != "data/data/text.db"}


def test_a_removed_file_whose_blocks_are_in_use_is_listed_and_not_read(tree, tmp_path):
    image = maker.image_of(tree[0], tmp_path / "a.img")
    nodes = {node.path: node for node in F2fs(FileBlob(image)).nodes(maker.LIMITS, lambda *_: None)}
    number = nodes["data/data/text.db"].ident
    system = F2fs(FileBlob(image))
    own, other = system.layout.node_block(number), system.layout.node(nodes["data/data/noise.jpg"].ident)
    maker.remove(image, number, b"text.db")
    inode = bytearray(image.read_bytes()[own * 4096 : own * 4096 + 4096])
    at = 360 + int.from_bytes(inode[360:362], "little")
    inode[at : at + 4] = other[at : at + 4]
    data = bytearray(image.read_bytes())
    data[own * 4096 : own * 4096 + 4096] = inode
    image.write_bytes(data)
    with open_exhibit(image) as exhibit:
        (entry,) = (each for each in exhibit.entries() if each.state == "deleted")
        with pytest.raises(EvidenceError, match="belongs to another file now"):
            exhibit.open(entry).read()
