"""Hostile names, links, devices and sizes in every kind of container: a name is only a name, a link only listed."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.evidence import backup_maker, disks, exfat_maker
from tests.evidence.zip_maker import Piece, archive

from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.errors import EvidenceError, HostileEvidence
from phonefx.evidence import Exhibit, Limits, open_exhibit
from phonefx.evidence.blobs import FileBlob
from phonefx.evidence.images.f2fs.reader import F2fs

NAMES = (
    "../../../escaped", "/escaped", "a/../../../escaped", "C:\\escaped", "..", "a/./b", "a//b", "n" * 10_000,
    "d/" * 3_000 + "x", "\x1b[2Jescaped", "new\nline", "no\udce9utf8",
)  # fmt: skip
FILES = {name: b"content %d" % number for number, name in enumerate(NAMES)}


def raw(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape")


def written(name: str, data: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    return make


def containers(files: dict[str, bytes]) -> dict[str, Callable[[Path], Path]]:
    """The same files in every kind of container whose names are free."""
    text = {name: data for name, data in files.items() if "\udce9" not in name}
    tar = backup_maker.tar_of(files)
    domains = {("HomeDomain", name): data for name, data in text.items()}
    apps = {f"apps/org.example/f/{name}": data for name, data in files.items()}
    sealed = backup_maker.android(5, compressed=True, password="word", files=apps)
    zipped = archive(*(Piece(raw(name), data, 8, flags=0x800) for name, data in files.items()))
    return {
        "zip": written("a.zip", zipped),
        "zip in zip": written("a.zip", archive(Piece(b"Phone 1/EXTRACTION_FFS.zip", zipped))),
        "zip without directory": written("a.zip", zipped[: zipped.index(b"PK\1\2")]),
        "tar": written("a.tar", tar),
        "tar.gz": written("a.tar.gz", gzip.compress(tar)),
        "Android backup": written("a.ab", backup_maker.android(5, compressed=True, files=apps)),
        "encrypted Android backup": written("a.ab", sealed),
        "iTunes backup": lambda folder: backup_maker.itunes(folder / "backup", files=domains),
        "encrypted iTunes backup": lambda folder: backup_maker.itunes(folder / "backup", "word", files=domains),
        "Manifest.mbdb": lambda folder: backup_maker.mbdb(folder / "backup", domains),
    }


def outside(root: Path, *but: Path) -> dict[Path, object]:
    """Everything below a folder with its content, except what lies in some folders."""
    found = {}
    for path in sorted(root.rglob("*")):
        if not any(path == each or each in path.parents for each in but):
            found[path] = path.read_bytes() if path.is_file() and not path.is_symlink() else path.lstat().st_mode
    return found


def contents(exhibit: Exhibit) -> dict[str, bytes]:
    return {entry.stored: exhibit.open(entry).read() for entry in exhibit.entries() if entry.form == "file"}


KINDS = tuple(containers({"a": b"b"}))


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_name_is_only_a_name(kind, tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    place = containers(FILES)[kind](tmp_path / "in")
    monkeypatch.chdir(tmp_path)
    before = outside(tmp_path)
    with open_exhibit(place, password="word", scratch=tmp_path / "scratch") as exhibit:
        found = contents(exhibit)
        free = "iTunes" not in kind and kind != "Manifest.mbdb"  # they keep names as text
        assert {data for name, data in FILES.items() if free or "\udce9" not in name} <= set(found.values())
        assert all(entry.path.startswith("/") for entry in exhibit.entries())
    assert outside(tmp_path, tmp_path / "scratch") == before


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_written_outside_the_case_whatever_a_member_is_called(kind, tmp_path, monkeypatch):
    picture = b"\xff\xd8\xff\xe0" + bytes(60)
    names = {
        "../../../escaped/DCIM/100APPLE/IMG_0001.JPG": picture, "/escaped/DCIM/IMG_0002.jpg": picture,
        "data/media/0/DCIM/../../../../../escaped.jpg": picture, "../escaped.vcf": b"BEGIN:VCARD\nEND:VCARD\n",
        "/data/data/com.android.providers.telephony/databases/../databases/mmssms.db": b"SQLite format 3\0",
    }  # fmt: skip
    (tmp_path / "in").mkdir()
    place = containers(names)[kind](tmp_path / "in")
    monkeypatch.chdir(tmp_path)
    before = outside(tmp_path)
    process([ExhibitSpec("E1", place)], tmp_path / "case", Options(jobs=1, password="word"), Progress()).close()
    assert outside(tmp_path, tmp_path / "case") == before


SAME = "ABCDEFGHIJKLMN"
EVIL = "../../escaped!"


def image_ext4(tree: Path, out: Path) -> tuple[Path, str]:
    return disks.ext4(tree, out / "a.img", 4, "-O", "^metadata_csum,^has_journal"), "utf-8"


def image_f2fs(tree: Path, out: Path) -> tuple[Path, str]:
    return disks.f2fs(tree, out / "a.img", 64), "utf-8"


def image_fat(tree: Path, out: Path) -> tuple[Path, str]:
    return disks.fat(tree, out / "a.img", 4), "utf-16-le"


def image_exfat(tree: Path, out: Path) -> tuple[Path, str]:
    return exfat_maker.fill(tree, out / "a.img"), "utf-16-le"


def image_hfs(tree: Path, out: Path) -> tuple[Path, str]:
    return disks.hfs(tree, out / "a.img"), "utf-16-be"


IMAGES = {"ext4": image_ext4, "F2FS": image_f2fs, "FAT": image_fat, "exFAT": image_exfat, "HFS+": image_hfs}


@pytest.mark.parametrize("kind", IMAGES)
def test_a_hostile_name_in_an_image_is_only_a_name(kind, tmp_path, monkeypatch):
    (tmp_path / "tree" / "data").mkdir(parents=True)
    (tmp_path / "tree" / "data" / SAME).write_bytes(b"content")
    (tmp_path / "tree" / "data" / "zz other").write_bytes(b"other")
    place, coding = IMAGES[kind](tmp_path / "tree", tmp_path)
    # a name of FAT lies in pieces of five, six and two characters
    data = place.read_bytes()
    pieces = ((0, 5), (5, 11), (11, 13)) if kind == "FAT" else ((0, 14),)
    for start, end in pieces:
        assert SAME[start:end].encode(coding) in data
        data = data.replace(SAME[start:end].encode(coding), EVIL[start:end].encode(coding))
    place.write_bytes(data)
    monkeypatch.chdir(tmp_path)
    before = outside(tmp_path)
    with open_exhibit(place, scratch=tmp_path / "scratch") as exhibit:
        files = [entry for entry in exhibit.entries() if entry.form == "file" and entry.size]
        found = {entry.stored: exhibit.open(entry).read() for entry in files}
        (name,) = [name for name, data in found.items() if data == b"content"]
        assert "escaped" in name or "%2F" in name
        assert ".." not in name.split("/")
        assert b"other" in found.values()
    process([ExhibitSpec("E1", place)], tmp_path / "case", Options(jobs=1), Progress()).close()
    assert outside(tmp_path, tmp_path / "scratch", tmp_path / "case") == before


def odd_tree(tmp_path: Path) -> Path:
    tree = tmp_path / "tree"
    (tree / "data" / "inner").mkdir(parents=True)
    (tree / "data" / "file").write_bytes(b"content")
    (tree / "data" / "first").symlink_to("second")
    (tree / "data" / "second").symlink_to("first")
    (tree / "data" / "inner" / "up").symlink_to("../..")
    (tree / "data" / "out").symlink_to("/etc/passwd")
    os.mkfifo(tree / "data" / "pipe")
    return tree


PACKED_TREES: dict[str, Callable[[Path, Path], Path]] = {
    "folder": lambda tree, out: tree,
    "zip": lambda tree, out: packed(out / "a.zip", "zip", "-qyr", out / "a.zip", ".", "-x", "*pipe", cwd=tree),
    "tar": lambda tree, out: packed(out / "a.tar", "tar", "-C", tree, "-cf", out / "a.tar", "."),
    "ext4": lambda tree, out: disks.ext4(tree, out / "a.img", 4),
    "F2FS": lambda tree, out: disks.f2fs(tree, out / "a.img", 64),
    "HFS+": lambda tree, out: disks.hfs(tree, out / "a.img"),
}


def packed(target: Path, *command: object, **options: object) -> Path:
    disks.run(*command, **options)
    return target


@pytest.mark.parametrize("kind", PACKED_TREES)
def test_links_in_a_ring_and_special_files_are_listed_and_never_opened(kind, tmp_path):
    place = PACKED_TREES[kind](odd_tree(tmp_path), tmp_path)
    with open_exhibit(place) as exhibit:
        forms = {entry.stored.removeprefix("./").rpartition("data/")[2]: entry for entry in exhibit.entries()}
        assert exhibit.open(forms["file"]).read() == b"content"
        for name in ("first", "second", "inner/up", "out"):
            assert forms[name].form == "link", name
            with pytest.raises(EvidenceError, match="no content"):
                exhibit.open(forms[name])
        assert len(forms) < 20
        assert "pipe" not in forms or forms["pipe"].form == "special"
        assert "pipe" in forms or kind in {"F2FS", "HFS+", "zip"}


def test_a_folder_inside_itself_is_walked_once(tmp_path):
    place = disks.ext4(odd_tree(tmp_path), tmp_path / "a.img", 4, "-O", "^metadata_csum")
    disks.run("debugfs", "-w", "-R", "link data data/inner/again", place)
    with open_exhibit(place) as exhibit:
        names = [entry.stored for entry in exhibit.entries()]
    assert "data/inner/again" in names
    assert len([name for name in names if name.endswith("/file")]) == 1


LIMITS = Limits(ratio=100, ratio_floor=1 << 20, total_bytes=64 << 20)
HOLE = 40 << 20


def hole_in_tar(tmp_path: Path) -> Path:
    sparse(tmp_path / "tree", HOLE)
    disks.run("tar", "--format=posix", "-S", "-C", tmp_path / "tree", "-cf", tmp_path / "a.tar", ".")
    return tmp_path / "a.tar"


def hole_in_ext4(tmp_path: Path) -> Path:
    sparse(tmp_path / "tree", 1 << 40)
    return disks.ext4(tmp_path / "tree", tmp_path / "a.img", 4)


def hole_in_qcow2(tmp_path: Path) -> Path:
    """The disk states more bytes than the hole, the image holds a few."""
    image = disks.virtual(hole_in_ext4(tmp_path), tmp_path / "a.qcow2", "qcow2")
    disks.run("qemu-img", "resize", "-q", image, "4T")
    return image


def hole_in_f2fs(tmp_path: Path) -> Path:
    sparse(tmp_path / "tree", 20_000)
    image = disks.f2fs(tmp_path / "tree", tmp_path / "a.img", 64)
    system = F2fs(FileBlob(image))
    (hole,) = (node.ident for node in system.nodes(Limits(), lambda *_: None) if node.path == "data/hole")
    at = system.layout.node_block(hole) * 4096 + 16
    data = bytearray(image.read_bytes())
    assert int.from_bytes(data[at : at + 8], "little") == 20_000
    data[at : at + 8] = (1 << 40).to_bytes(8, "little")
    image.write_bytes(data)
    return image


def sparse(tree: Path, size: int) -> None:
    (tree / "data").mkdir(parents=True)
    with (tree / "data" / "hole").open("wb") as out:
        out.write(b"begin")
        out.truncate(size)
    (tree / "data" / "file").write_bytes(b"content")


def bomb_in_zip(tmp_path: Path) -> Path:
    return written("a.zip", archive(Piece(b"data/hole", bytes(HOLE), 8), Piece(b"data/file", b"content")))(tmp_path)


BOMBS = {"zip": bomb_in_zip, "tar": hole_in_tar, "ext4": hole_in_ext4, "F2FS": hole_in_f2fs,
         "QCOW2": hole_in_qcow2}  # fmt: skip


@pytest.mark.parametrize("kind", BOMBS)
def test_a_member_that_states_far_more_than_is_there_is_refused_and_the_rest_read(kind, tmp_path):
    with open_exhibit(BOMBS[kind](tmp_path), limits=LIMITS) as exhibit:
        entries = {entry.stored.rpartition("/")[2]: entry for entry in exhibit.entries()}
        with pytest.raises(HostileEvidence):
            exhibit.open(entries["hole"])
        with pytest.raises(HostileEvidence):
            exhibit.blob(entries["hole"])
        assert exhibit.open(entries["file"]).read() == b"content"


@pytest.mark.parametrize("name", ["a.ab", "a.tar.gz"])
def test_a_compressed_stream_that_inflates_without_end_is_refused(name, tmp_path):
    tar = backup_maker.tar_of({"apps/org.example/f/hole": bytes(HOLE)})
    packed_ = b"ANDROID BACKUP\n5\n1\nnone\n" + zlib.compress(tar) if name == "a.ab" else gzip.compress(tar)
    (tmp_path / name).write_bytes(packed_)
    with pytest.raises(HostileEvidence), open_exhibit(tmp_path / name, limits=LIMITS) as exhibit:
        list(exhibit.entries())
