from __future__ import annotations

import bz2
import gzip
import lzma
import pickle
import sys
from pathlib import Path

import pytest

from phonefx.errors import EvidenceError, NotAnExtraction, NotFound
from phonefx.evidence import open_exhibit

from .conftest import EXPECTED, contents

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PACKERS = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zst": zstd.compress}


@pytest.mark.parametrize("fixture", ["phone", "phone_zip", "phone_tar"])
def test_folder_zip_and_tar_give_the_same_files(fixture, request):
    with open_exhibit(request.getfixturevalue(fixture)) as exhibit:
        assert contents(exhibit) == EXPECTED
        assert exhibit.problems == []


@pytest.mark.parametrize("scratch", [True, False])
@pytest.mark.parametrize("kind", PACKERS)
def test_a_compressed_tar_gives_the_same_files_and_writes_to_scratch_alone(kind, scratch, phone_tar, tmp_path):
    folder = tmp_path / "exhibit"
    folder.mkdir()
    (folder / "misnamed.bin").write_bytes(PACKERS[kind](phone_tar.read_bytes()))
    room = tmp_path / "scratch" if scratch else None
    with open_exhibit(folder / "misnamed.bin", scratch=room) as exhibit:
        assert exhibit.kind == f"tar.{kind}"
        assert contents(exhibit) == EXPECTED
    assert [each.name for each in folder.iterdir()] == ["misnamed.bin"]
    assert room is None or sorted(each.suffix for each in room.iterdir()) == [".bin", ".db"]


@pytest.mark.parametrize("fixture", ["phone", "phone_zip", "phone_tar"])
def test_an_entry_opens_in_another_process(fixture, request):
    path = request.getfixturevalue(fixture)
    with open_exhibit(path) as exhibit:
        sent = [pickle.dumps(entry) for entry in exhibit.entries() if entry.form == "file"]
    with open_exhibit(path) as exhibit:
        for each in sent:
            entry = pickle.loads(each)
            with exhibit.open(entry) as stream:
                assert stream.read() == EXPECTED[entry.path]


@pytest.mark.parametrize("fixture", ["phone", "phone_zip", "phone_tar"])
def test_an_entry_is_found_by_its_stored_path_and_users_are_told(fixture, request):
    with open_exhibit(request.getfixturevalue(fixture)) as exhibit:
        entry = exhibit.find("data/user/10/org.example.chat/databases/chat.db")
        assert (entry.user, entry.path) == (10, "/data/user/10/org.example.chat/databases/chat.db")
        assert exhibit.find("no/such/file") is None


@pytest.mark.parametrize("fixture", ["phone", "phone_zip", "phone_tar"])
def test_the_order_is_the_same_each_time(fixture, request):
    with open_exhibit(request.getfixturevalue(fixture)) as exhibit:
        assert list(exhibit.entries()) == list(exhibit.entries())


def test_streams_can_be_read_in_pieces(phone_zip):
    with open_exhibit(phone_zip) as exhibit:
        for entry in exhibit.entries():
            with exhibit.open(entry) as stream:
                assert b"".join(iter(lambda: stream.read(777), b"")) == EXPECTED[entry.path]


def test_what_is_not_there_and_what_is_no_extraction_are_told_apart(tmp_path):
    with pytest.raises(NotFound):
        open_exhibit(tmp_path / "nothing")
    for content in (b"", b"just a text, longer than a magic number", gzip.compress(b"no tar in here")):
        (tmp_path / "file").write_bytes(content)
        with pytest.raises(NotAnExtraction):
            open_exhibit(tmp_path / "file")


def test_folders_and_links_have_no_content(phone: Path):
    (phone / "link").symlink_to("data")
    with open_exhibit(phone) as exhibit:
        forms = {entry.stored: entry for entry in exhibit.entries() if entry.form != "file"}
        assert forms["link"].form == "link"
        for entry in forms.values():
            with pytest.raises(EvidenceError):
                exhibit.open(entry)
