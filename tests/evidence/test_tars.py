from __future__ import annotations

import gzip
import io
import random
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.errors import EvidenceError, HostileEvidence
from phonefx.evidence import Limits, open_exhibit
from phonefx.evidence.blobs import BytesBlob
from phonefx.evidence.tars.exhibit import TarExhibit
from phonefx.evidence.tars.headers import number, pax
from phonefx.evidence.tars.scan import TarScan

FORMATS = {"pax": tarfile.PAX_FORMAT, "gnu": tarfile.GNU_FORMAT, "ustar": tarfile.USTAR_FORMAT}


def made(members: dict[str, bytes], form: int = tarfile.PAX_FORMAT, mtime: float = 1_704_164_645) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), mtime
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def opened(data: bytes, limits: Limits | None = None) -> TarExhibit:
    return TarExhibit(BytesBlob(data), Path("x.tar"), "tar", limits or Limits())


def read(exhibit) -> dict[str, bytes]:
    return {entry.stored: exhibit.open(entry).read() for entry in exhibit.entries() if entry.form == "file"}


DEEP = "a/" + "folder/" * 20 + "long name.db"
LONG = {DEEP: b"1" * 700, "caf\u00e9 \U0001f600": b"2", "empty": b"", "last": b"x" * 512}


@pytest.mark.parametrize("form", ["pax", "gnu"])
def test_long_and_foreign_names_are_read_in_both_forms(form):
    exhibit = opened(made(LONG, FORMATS[form]))
    assert read(exhibit) == LONG
    assert {entry.mtime_us for entry in exhibit.entries()} == {1_704_164_645_000_000}
    assert exhibit.problems == []


def test_ustar_prefixes_are_joined():
    members = {"d" * 90 + "/" + "e" * 90: b"x"}
    assert read(opened(made(members, tarfile.USTAR_FORMAT))) == members


@pytest.mark.parametrize("mtime", [0, 1.25, -1.5, 1_700_000_000.5])
def test_times_keep_their_fraction(mtime):
    (entry,) = opened(made({"a": b""}, mtime=mtime)).entries()
    assert entry.mtime_us == mtime * 1_000_000


def test_links_folders_and_devices_are_told_and_hard_links_have_their_content():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        data = tarfile.TarInfo("data/x.db")
        data.size = 3
        archive.addfile(data, io.BytesIO(b"abc"))
        for name, kind, target in (
            ("hard", tarfile.LNKTYPE, "data/x.db"), ("broken", tarfile.LNKTYPE, "nowhere"),
            ("soft", tarfile.SYMTYPE, "/etc"),
            ("dir", tarfile.DIRTYPE, ""), ("dev", tarfile.CHRTYPE, ""), ("pipe", tarfile.FIFOTYPE, ""),
        ):  # fmt: skip
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, target
            archive.addfile(info)
    exhibit = opened(out.getvalue())
    forms = {entry.stored: entry.form for entry in exhibit.entries()}
    assert forms == {
        "data/x.db": "file", "hard": "file", "broken": "link", "soft": "link", "dir": "dir", "dev": "special",
        "pipe": "special",
    }  # fmt: skip
    assert read(exhibit) == {"data/x.db": b"abc", "hard": b"abc"}
    assert [problem.code for problem in exhibit.problems] == ["broken-link"]


def test_members_of_one_name_are_all_kept():
    data = made({"a": b"old"})[:1024] + made({"a": b"new", "b": b""})
    exhibit = opened(data)
    assert read(exhibit) == {"a": b"old", "a (copy 2)": b"new", "b": b""}
    assert {problem.code for problem in exhibit.problems} == {"duplicate-name"}


def test_damage_in_the_middle_is_told_and_read_over():
    members = {f"file {number}": random.Random(number).randbytes(3000) for number in range(9)}
    data = bytearray(made(members))
    at = bytes(data).index(b"file 4\0")
    data[at : at + 300] = b"\xee" * 300
    exhibit = opened(bytes(data))
    found = read(exhibit)
    assert found == {name: content for name, content in members.items() if name != "file 4"}
    assert [problem.code for problem in exhibit.problems] == ["damaged"]
    assert "goes on at byte" in exhibit.problems[0].message
    with tarfile.open(fileobj=io.BytesIO(data)) as other:
        assert len(other.getnames()) == 4, "the standard library stops here without a word"


def test_a_cut_archive_gives_what_is_there_and_says_how_far():
    members = {f"file {number}": random.Random(number).randbytes(3000) for number in range(9)}
    data = made(members)
    exhibit = opened(data[: data.index(b"file 5\0") + 512 + 1000])
    found = read(exhibit)
    assert {name for name in found if found[name] == members[name]} == {f"file {number}" for number in range(5)}
    assert found["file 5"] == members["file 5"][:1000]
    assert {problem.code for problem in exhibit.problems} == {"truncated"}
    assert any("1000 of 3000 bytes" in problem.message for problem in exhibit.problems)


SPARSE = ["--format=gnu", "--format=posix --sparse-version=0.1", "--format=posix --sparse-version=1.0"]


@pytest.mark.parametrize("form", SPARSE)
def test_sparse_files_read_as_they_were(form, tmp_path):
    if shutil.which("tar") is None:
        pytest.skip("tar is not installed")
    source = tmp_path / "holes.bin"
    with source.open("wb") as out:
        out.truncate(9_000_000)
        for number in range(60):
            out.seek(number * 131_072)
            out.write(b"island %d" % number)
    subprocess.run(["tar", "-S", *form.split(), "-cf", "a.tar", "holes.bin"], cwd=tmp_path, check=True)
    assert (tmp_path / "a.tar").stat().st_size < 2_000_000
    with open_exhibit(tmp_path / "a.tar") as exhibit:
        assert read(exhibit) == {"holes.bin": source.read_bytes()}
        assert exhibit.problems == []


def test_hostile_names_are_only_names():
    members = {"../../etc/passwd": b"1", "/etc/shadow": b"2", "a/../b": b"3", "x" * 10_000: b"4"}
    assert read(opened(made(members))) == members


def test_limits_on_the_number_of_members():
    with pytest.raises(HostileEvidence):
        list(opened(made({f"{n}": b"" for n in range(20)}), Limits(entries=10)).entries())


def test_numbers_in_all_forms():
    assert number(b"0000644\0") == 0o644
    assert number(b" 644 \0\0\0") == 0o644
    assert number(b"\0" * 8) == 0
    assert number(b"\x80" + bytes(10) + b"\x09") == 9
    assert number(b"\xff" * 12) == -1
    with pytest.raises(ValueError, match="invalid literal"):
        number(b"99999999")


def test_pax_records():
    assert pax(b"12 path=a/b\n20 comment=with = x\n") == {b"path": b"a/b", b"comment": b"with = x"}
    assert pax(b"x path=a\n") == pax(b"0 =\n") == {}


def test_a_bomb_behind_compression_is_refused(tmp_path):
    (tmp_path / "bomb.tgz").write_bytes(gzip.compress(made({"zeros": bytes(3 << 20)})))
    with pytest.raises(HostileEvidence):
        open_exhibit(tmp_path / "bomb.tgz", scratch=tmp_path / "s", limits=Limits(ratio=50, ratio_floor=1 << 18))
    assert list((tmp_path / "s").iterdir()) == []
    with pytest.raises(EvidenceError, match="scratch"):
        open_exhibit(tmp_path / "bomb.tgz", limits=Limits(memory_bytes=1 << 16))


def test_a_cut_compressed_archive_gives_what_is_there(tmp_path):
    members = {f"file {number}": random.Random(number).randbytes(30_000) for number in range(9)}
    packed = gzip.compress(made(members))
    (tmp_path / "cut.tgz").write_bytes(packed[: len(packed) // 2])
    with open_exhibit(tmp_path / "cut.tgz", scratch=tmp_path / "s") as exhibit:
        found = read(exhibit)
        assert sum(found[name] == members[name] for name in found) >= 3
        assert "truncated" in {problem.code for problem in exhibit.problems}


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_changed_archives_never_end_in_anything_but_an_evidence_error(data):
    whole = bytearray(made({"a/b.db": b"content " * 90, "n" * 150: b"pax", "c": b""}))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        if data.draw(st.booleans()):
            whole[at] = data.draw(st.integers(0, 255))
        else:
            del whole[at : at + data.draw(st.integers(1, 700))]
            whole = whole or bytearray(b"x")
    exhibit = opened(bytes(whole), Limits(entries=1000))
    try:
        entries = list(exhibit.entries())
    except EvidenceError:
        return
    for entry in entries:
        try:
            if entry.form == "file":
                exhibit.open(entry).read(1 << 20)
        except EvidenceError:
            continue


names = st.text(st.characters(codec="utf-8", exclude_characters="\0/"), min_size=1, max_size=120)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(names, st.binary(max_size=1500), max_size=6), st.sampled_from(["pax", "gnu"]))
def test_whatever_is_packed_is_given_back(members, form):
    exhibit = opened(made(members, FORMATS[form]))
    assert read(exhibit) == members
    assert exhibit.problems == []


@pytest.mark.parametrize("form", FORMATS)
def test_stretches_give_what_a_walk_header_by_header_gives(form, monkeypatch):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=FORMATS[form]) as archive:
        for number in range(900):
            name = f"{'deep/' * (number % 30)}file {number}{' with a long name' * (number % 9 == 0) * 4}"
            info = tarfile.TarInfo(name if form != "ustar" else name[-90:])
            info.mtime = 1_704_164_645 + number
            if number % 50 == 7:
                info.type, info.linkname = tarfile.LNKTYPE, f"file {number - 7}"
            elif number % 50 == 8:
                info.type, info.linkname = tarfile.SYMTYPE, "elsewhere/" * 15 if form != "ustar" else "elsewhere"
            elif number % 10 == 3:
                info.type = tarfile.DIRTYPE
            else:
                info.size = number * 37 % 3000 if number % 100 else 600_000
            archive.addfile(info, io.BytesIO(bytes(info.size)))
    told = []
    whole = list(TarScan(BytesBlob(out.getvalue()), lambda *each: told.append(each)).members())
    monkeypatch.setattr(TarScan, "_usual", lambda scan, at: iter(()) if setattr(scan, "_next", at) is None else None)
    assert whole == list(TarScan(BytesBlob(out.getvalue()), lambda *each: told.append(each)).members())
    assert (len(whole), told) == (900, [])


def test_a_header_that_states_a_negative_size_is_told_and_left_behind():
    whole = bytearray(made({"é" * 60: b"x" * 1024, "b": b"2"}))
    at = whole.index(b" path=") - 3
    size = int(whole[124:135], 8)
    record = b"15 size=-99999\n"
    whole[at : at + size] = (record + b"%d comment=%s\n" % (size - len(record), b"c" * (size - len(record) - 13)))[
        :size
    ]
    exhibit = opened(bytes(whole), Limits(entries=50))
    assert [entry.stored for entry in exhibit.entries() if entry.form == "file"][-1] == "b"
    assert any("negative size" in problem.message for problem in exhibit.problems)


def test_an_archive_knows_how_its_names_end():
    exhibit = opened(made({"a/b.db": b"1", "x.backup": b"2", "c/main": b"3"}))
    said = {end: exhibit.may_end((".txt", end)) for end in (".db", ".backup", "/main", ".crypt14")}
    assert said == {".db": True, ".backup": True, "/main": True, ".crypt14": False}
    assert [entry.stored for entry in exhibit.entries()] == ["a/b.db", "x.backup", "c/main"]
