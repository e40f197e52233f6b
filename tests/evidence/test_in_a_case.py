"""What the readers know of an exhibit reaches the case: damage, deleted files, views of one storage, work folder."""

from __future__ import annotations

import gzip
import io
import os
import shutil
import sqlite3
import sys
import tarfile
import zipfile
from functools import partial
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "case"))

from phones import SMS, android

from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.case.scope import Scope
from phonefx.case.store import Case
from phonefx.errors import EvidenceError
from phonefx.evidence import open_exhibit
from phonefx.evidence.blobs import FileBlob
from phonefx.evidence.images.f2fs.reader import F2fs
from phonefx.evidence.tars.exhibit import TarExhibit

from . import backup_maker, disks, exfat_maker, f2fs_maker, remover
from .conftest import innermost


def taken(path: Path, folder: Path) -> Case:
    return process([ExhibitSpec("E1", path)], folder, Options(), Progress())


def problems(case: Case) -> set[tuple[str, str]]:
    return {(code, path) for code, path in case.db.execute("SELECT code, path FROM problem")}


@pytest.fixture
def phone(tmp_path: Path) -> Path:
    return android(tmp_path / "phone", ["one", "two"])


def test_a_compressed_archive_is_read_through_the_work_folder_and_leaves_nothing(phone, tmp_path):
    (tmp_path / "in").mkdir()
    tar = tmp_path / "in" / "phone.tar.gz"
    with tarfile.open(tar, "w:gz") as archive:
        archive.add(phone, ".")
    with taken(tar, tmp_path / "case") as case:
        assert {row[0] for row in case.db.execute("SELECT body FROM message")} == {"one", "two"}
    assert not (tmp_path / "case" / "work").exists()
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["phone.tar.gz"]


def test_an_extraction_that_does_not_open_leaves_no_folder(tmp_path):
    (tmp_path / "bad.gz").write_bytes(gzip.compress(b"no archive" * 1000))
    with pytest.raises(EvidenceError):
        taken(tmp_path / "bad.gz", tmp_path / "case")
    assert not (tmp_path / "case").exists()


def test_damage_that_a_worker_meets_is_a_problem_of_the_case(phone, tmp_path):
    target = tmp_path / "phone.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(path for path in phone.rglob("*") if path.is_file()):
            archive.write(path, path.relative_to(phone), zipfile.ZIP_DEFLATED)
    data = bytearray(target.read_bytes())
    with zipfile.ZipFile(target) as archive:
        info = archive.getinfo(SMS)
        central = data.rindex(SMS.encode()) - 46
    data[central + 16 : central + 20] = b"\1\2\3\4"
    target.write_bytes(data)
    with taken(target, tmp_path / "case") as case:
        assert info.CRC != 0x04030201
        assert ("checksum", "/" + SMS) in problems(case)
        assert {row[0] for row in case.db.execute("SELECT body FROM message")} == {"one", "two"}


def test_views_of_one_storage_are_read_once_and_recorded_all(phone, tmp_path):
    view = phone / SMS.replace("data/data/", "data/user/0/")
    view.parent.mkdir(parents=True)
    shutil.copy2(phone / SMS, view)
    with taken(phone, tmp_path / "case") as case:
        bodies = [row[0] for row in case.db.execute("SELECT body FROM message ORDER BY item")]
        files = case.db.execute("SELECT stored, sha256 FROM file WHERE stored LIKE '%mmssms.db'").fetchall()
        assert bodies == ["one", "two"]
        assert sorted(stored for stored, _ in files) == sorted([SMS, str(view.relative_to(phone))])
        assert len({sha256 for _, sha256 in files}) == 1
        assert {row[0] for row in case.db.execute("SELECT path FROM item WHERE kind = 'message'")} == {"/" + SMS}


def test_views_that_differ_are_both_read_and_told(phone, tmp_path):
    view = phone / SMS.replace("data/data/", "data/user/0/")
    view.parent.mkdir(parents=True)
    shutil.copy2(phone / SMS, view)
    connection = sqlite3.connect(view)
    connection.execute("UPDATE sms SET body = 'changed' WHERE body = 'two'")
    connection.commit()
    connection.close()
    with taken(phone, tmp_path / "case") as case:
        query = "SELECT body FROM message JOIN item ON id = item WHERE state = 'live' ORDER BY body"
        assert [row[0] for row in case.db.execute(query)] == ["changed", "one", "one", "two"]
        assert "views differ" in {code for code, _ in problems(case)}


def removed_from_ext(kind: str, phone: Path, image: Path) -> None:
    disks.run("mke2fs", "-q", "-t", kind, "-d", phone, image, "8M")
    disks.run("debugfs", "-w", "-R", f"rm /{SMS}", image)


def removed_from_fat(phone: Path, image: Path) -> None:
    """By a long name: of a short one the first letter is gone, so that no place on a phone fits it."""
    long = (phone / SMS).with_name("telephony.db")
    (phone / SMS).rename(long)
    disks.fat(phone, image)
    gone = f"::/{long.relative_to(phone)}"
    disks.run("mdel", "-i", image, gone, env={**os.environ, "MTOOLS_SKIP_CHECK": "1"})


def removed_from_exfat(phone: Path, image: Path) -> None:
    exfat_maker.remove(exfat_maker.fill(phone, image), "mmssms.db")


def removed_from_f2fs(phone: Path, image: Path) -> None:
    f2fs_maker.image_of(phone, image)
    nodes = {node.path: node for node in F2fs(FileBlob(image)).nodes(f2fs_maker.LIMITS, lambda *_: None)}
    f2fs_maker.remove(image, nodes[SMS].ident, b"mmssms.db")


def removed_from_ntfs(phone: Path, image: Path) -> None:
    """From the root folder, where it is read by its name."""
    remover.from_ntfs(disks.ntfs({"mmssms.db": phone / SMS}, image), "mmssms.db")


REMOVED = {
    "ext2": partial(removed_from_ext, "ext2"), "ext4": partial(removed_from_ext, "ext4"), "FAT": removed_from_fat,
    "exFAT": removed_from_exfat, "F2FS": removed_from_f2fs, "NTFS": removed_from_ntfs,
}  # fmt: skip


@pytest.mark.parametrize("system", REMOVED)
def test_what_stands_in_a_deleted_database_is_recovered(system, phone, tmp_path):
    image = tmp_path / "phone.img"
    REMOVED[system](phone, image)
    with taken(image, tmp_path / "case") as case:
        found = case.db.execute("SELECT state, body FROM item JOIN message ON item = id").fetchall()
        assert {("recovered", "one"), ("recovered", "two")} <= set(found)
        assert {state for state, _ in found} <= {"recovered", "superseded"}


def test_a_file_removed_from_ntfs_has_the_content_that_ntfsundelete_finds(phone, tmp_path):
    image = disks.ntfs({"kept.db": phone / SMS, "gone.db": phone / SMS}, tmp_path / "ntfs.img")
    remover.from_ntfs(image, "gone.db")
    with open_exhibit(image) as exhibit:
        entry = exhibit.find("gone.db")
        assert (entry.state, exhibit.find("kept.db").state) == ("deleted", "live")
        content = exhibit.open(entry).read()
    disks.run("ntfsundelete", "-f", "-u", "-i", entry.ident[1], "-d", tmp_path, "-o", "again.db", image)
    assert content == (phone / SMS).read_bytes()
    assert (tmp_path / "again.db").read_bytes().startswith(content)  # to the end of its last cluster


def packed(phone: Path, target: Path, mode: str) -> Path:
    with tarfile.open(target, mode) as archive:
        archive.add(phone, ".")
        for number, data in enumerate((b"first", b"second")):
            info = tarfile.TarInfo("./data/media/0/Download/twice")
            info.size, info.mtime = len(data), 1_704_164_645 + number
            archive.addfile(info, io.BytesIO(data))
        odd = tarfile.TarInfo(b"./data/media/0/Download/\xff\xfe".decode("utf-8", "surrogateescape"))
        archive.addfile(odd)
        link = tarfile.TarInfo("./data/hard")
        link.type, link.linkname = tarfile.LNKTYPE, "./data/media/0/Download/twice"
        archive.addfile(link)
    return target


@pytest.mark.parametrize(("name", "mode"), [("phone.tar", "w"), ("phone.tar.gz", "w:gz")])
def test_the_list_of_a_tar_is_kept_in_the_case_and_gives_the_same_entries(phone, tmp_path, name, mode, monkeypatch):
    tar = packed(phone, tmp_path / name, mode)
    taken(tar, tmp_path / "case").close()
    (index,) = (tmp_path / "case" / "index").iterdir()
    with open_exhibit(tar) as plain:
        wanted = [(entry, plain.open(entry).read() if entry.form == "file" else b"") for entry in plain.entries()]
        told = list(plain.problems)
        near = list(plain.shallow(2))
    assert len({entry.stored for entry, _ in wanted}) == len(wanted)
    assert {entry.stored: data for entry, data in wanted}["./data/hard"] == b"second"
    assert ("duplicate-name", "./data/media/0/Download/twice") in {(each.code, each.path) for each in told}
    monkeypatch.setattr("phonefx.evidence.tars.exhibit.TarScan", None)
    with open_exhibit(tar, indexes=index.parent) as again:
        assert list(again.entries()) == [entry for entry, _ in wanted]
        assert list(again.shallow(2)) == near
        assert again.problems == told
        for entry, data in wanted:
            assert again.find(entry.stored) == entry
            assert entry.form != "file" or again.open(entry).read() == data


def test_a_list_of_another_archive_or_a_broken_one_is_not_used(phone, tmp_path):
    tar = packed(phone, tmp_path / "phone.tar", "w")
    taken(tar, tmp_path / "case").close()
    (index,) = (tmp_path / "case" / "index").iterdir()
    wanted = list(open_exhibit(tar).entries())
    index.write_bytes(index.read_bytes()[:300])
    with open_exhibit(tar, indexes=index.parent) as again:
        assert list(again.entries()) == wanted
    changed = tmp_path / "changed.tar"
    changed.write_bytes(tar.read_bytes() + bytes(512))
    with open_exhibit(changed, indexes=index.parent) as other:
        archive = innermost(other)
        assert isinstance(archive, TarExhibit)
        assert archive.index is None


def test_the_list_of_a_backup_is_no_database_that_nobody_reads(tmp_path):
    files = {("HomeDomain", "Library/Other/other.db"): b"SQLite format 3\0" + bytes(84)}
    with taken(backup_maker.itunes(tmp_path / "backup", files=files), tmp_path / "case") as case:
        unread = [path for (path,) in case.db.execute("SELECT path FROM unread")]
    assert unread == ["/private/var/mobile/Library/Other/other.db"]


def test_a_case_with_a_scope_keeps_no_list(phone, tmp_path):
    tar = packed(phone, tmp_path / "phone.tar", "w")
    scope = Scope(kinds=("message",))
    with process([ExhibitSpec("E1", tar)], tmp_path / "case", Options(scope=scope), Progress()):
        assert not (tmp_path / "case" / "index").exists()
