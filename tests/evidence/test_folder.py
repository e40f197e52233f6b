from __future__ import annotations

import os
import pickle
import shutil
import socket
from pathlib import Path

import pytest

from phonefx.errors import EvidenceError, HostileEvidence
from phonefx.evidence import Limits, folder, open_exhibit
from phonefx.evidence.tree import Entry

from .conftest import EXPECTED, contents


def test_links_are_listed_and_never_followed(phone: Path, tmp_path: Path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key").write_bytes(b"outside")
    (phone / "data" / "out").symlink_to(tmp_path / "secret")
    (phone / "data" / "loop").symlink_to(phone)
    (phone / "data" / "file").symlink_to(tmp_path / "secret" / "key")
    with open_exhibit(phone) as exhibit:
        assert contents(exhibit) == EXPECTED
        links = [entry for entry in exhibit.entries() if entry.form == "link"]
        assert sorted(entry.stored for entry in links) == ["data/file", "data/loop", "data/out"]
        for entry in links:
            with pytest.raises(EvidenceError, match="link"):
                exhibit.open(entry._replace(form="file"))


def test_a_file_that_becomes_a_link_is_not_followed(phone: Path, tmp_path: Path):
    (tmp_path / "outside").write_bytes(b"outside")
    with open_exhibit(phone) as exhibit:
        entry = exhibit.find("data/system/empty")
        (phone / "data" / "system" / "empty").unlink()
        (phone / "data" / "system" / "empty").symlink_to(tmp_path / "outside")
        with pytest.raises(EvidenceError, match="link"):
            exhibit.open(entry)


def test_a_made_up_entry_does_not_leave_the_folder(phone: Path, tmp_path: Path):
    (tmp_path / "outside").write_bytes(b"outside")
    with open_exhibit(phone) as exhibit:
        entry = exhibit.find("data/system/empty")
        for name in ("../outside", "data/../../outside", str(tmp_path / "outside"), "", "data"):
            with pytest.raises(EvidenceError):
                exhibit.open(entry._replace(ident=name))


def test_special_files_are_listed_and_not_opened(phone: Path):
    os.mkfifo(phone / "pipe")
    with socket.socket(socket.AF_UNIX) as made:
        folder = os.open(phone, os.O_RDONLY)
        try:
            made.bind(f"/proc/self/fd/{folder}/socket")
        finally:
            os.close(folder)
        with open_exhibit(phone) as exhibit:
            special = [entry for entry in exhibit.entries() if entry.form == "special"]
            assert [entry.stored for entry in special] == ["pipe", "socket"]
            for entry in special:
                with pytest.raises(EvidenceError):
                    exhibit.open(entry)


def test_names_that_are_no_utf8_and_mangled_ones_are_kept(tmp_path: Path):
    (tmp_path / "tree").mkdir()
    for name in (b"caf\xe9.db", b"a%3Ab.db", b"a:b.db", b"a_b.db", b"x" * 250, b"new\nline"):
        (tmp_path / "tree" / os.fsdecode(name)).write_bytes(name)
    with open_exhibit(tmp_path / "tree") as exhibit:
        found = {os.fsencode(entry.stored): exhibit.open(entry).read() for entry in exhibit.entries()}
    assert found == {name: name for name in found}
    assert len(found) == 6


def test_a_folder_that_vanishes_is_a_problem_and_the_rest_is_read(phone: Path):
    with open_exhibit(phone) as exhibit:
        walk = exhibit.entries()
        next(walk)
        (phone / "data" / "system").rename(phone.parent / "taken away")
        assert len(list(walk)) > 5
        shutil.rmtree(phone.parent / "taken away")
        assert exhibit.problems == []
        below = exhibit
        while hasattr(below, "outer"):
            below = below.outer
        assert below._list("data/system") == []
        assert [problem.code for problem in exhibit.problems] == ["unreadable-folder"]


def test_size_and_time_are_asked_of_the_disk_when_wanted_and_then_stay(phone: Path):
    with open_exhibit(phone) as exhibit:
        entries = {entry.stored: entry for entry in exhibit.entries()}
        (phone / "data" / "system" / "empty").write_bytes(b"four")
        os.utime(phone / "data" / "system" / "empty", ns=(0, 1_704_164_645_123_456_789))
        entry = entries["data/system/empty"]
        assert (entry.size, entry.mtime_us) == (4, 1_704_164_645_123_456)
        (phone / "data" / "system" / "empty").write_bytes(b"")
        whole = Entry("data/system/empty", 4, "file", "live", "data/system/empty", "/data/system/empty",
                      1_704_164_645_123_456, "utc", None)  # fmt: skip
        assert entry == pickle.loads(pickle.dumps(entry)) == whole
        assert entries["data/system"].size == 0
        assert entries["data/system"].mtime_us is not None


def test_a_file_that_vanishes_has_no_size_and_no_time_and_is_a_problem(phone: Path):
    with open_exhibit(phone) as exhibit:
        entry = exhibit.find("data/system/empty")
        (phone / "data" / "system" / "empty").unlink()
        assert (entry.size, entry.mtime_us) == (0, None)
        assert [(each.code, each.path) for each in exhibit.problems] == [("unreadable", "data/system/empty")]


def test_what_cannot_be_looked_at_is_taken_for_a_file_so_that_its_hash_says_so():
    class Refused:
        def is_file(self, *, follow_symlinks):
            raise PermissionError

    assert folder._form(Refused()) == "file"


def test_upper_folders_are_listed_first_and_each_in_the_order_of_its_names(tmp_path: Path):
    for name in ("a/b/c/deep.jpg", "a/b/x.jpg", "b/z.db", "b/a.db", "top"):
        path = tmp_path / "phone" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    with open_exhibit(tmp_path / "phone") as exhibit:
        files = [entry.stored for entry in exhibit.entries() if entry.form == "file"]
    assert files == ["top", "b/a.db", "b/z.db", "a/b/x.jpg", "a/b/c/deep.jpg"]


def test_a_very_deep_folder_is_walked(tmp_path: Path):
    deep = tmp_path / "deep"
    deep.joinpath(*["d"] * 900).mkdir(parents=True)
    with open_exhibit(deep) as exhibit:
        assert sum(1 for _ in exhibit.entries()) == 900


def test_limits_on_the_number_of_entries(phone: Path):
    with pytest.raises(HostileEvidence):
        open_exhibit(phone, limits=Limits(entries=5))


def test_nothing_is_written_and_no_time_of_access_changes(phone: Path):
    def state():
        return {path: (path.lstat().st_mtime_ns, path.lstat().st_size) for path in sorted(phone.rglob("*"))}

    before = state()
    with open_exhibit(phone) as exhibit:
        contents(exhibit)
    assert state() == before


def test_the_size_is_that_of_all_files(phone: Path):
    with open_exhibit(phone) as exhibit:
        assert exhibit.size == sum(map(len, EXPECTED.values()))
        assert len(list(exhibit.containers())) == len(EXPECTED)
