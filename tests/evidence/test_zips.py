from __future__ import annotations

import bz2
import io
import lzma
import random
import shutil
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.errors import EvidenceError, HostileEvidence, PasswordNeeded, WrongPassword
from phonefx.evidence import Limits, open_exhibit
from phonefx.evidence.blobs import BytesBlob
from phonefx.evidence.zips.exhibit import ZipExhibit
from phonefx.evidence.zips.listing import Listing

from .conftest import EXPECTED, contents
from .zip_maker import Piece, aes, archive, zip64

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

DATA = b"the same bytes again and again " * 3000


def opened(data: bytes, password: str | None = None, limits: Limits | None = None, scratch: Path | None = None):
    return ZipExhibit(BytesBlob(data), Path("x.zip"), password=password, scratch=scratch, limits=limits or Limits())


def read(exhibit) -> dict[str, bytes]:
    return {entry.stored: exhibit.open(entry).read() for entry in exhibit.entries() if entry.form == "file"}


def lzma_packed(data: bytes) -> bytes:
    filters = [{"id": lzma.FILTER_LZMA1, "dict_size": 1 << 16, "lc": 3, "lp": 0, "pb": 2}]
    raw = lzma.compress(data, lzma.FORMAT_RAW, filters=filters)
    return b"\x09\x14\x05\x00\x5d\x00\x00\x01\x00" + raw


METHODS = {
    "stored": (0, bytes), "deflated": (8, None), "bzip2": (12, bz2.compress), "lzma": (14, lzma_packed),
    "zstd": (93, zstd.compress),
}  # fmt: skip


@pytest.mark.parametrize("name", METHODS)
def test_every_method_is_read(name):
    method, pack = METHODS[name]
    exhibit = opened(archive(Piece(b"a", DATA, method, packed=pack(DATA) if pack else None), Piece(b"b", b"", 0)))
    assert read(exhibit) == {"a": DATA, "b": b""}
    assert exhibit.problems == []
    assert exhibit.facts()["methods"] == ", ".join(dict.fromkeys(["stored", name] if name != "stored" else ["stored"]))


def test_deflate64_is_read_with_its_extra():
    inflate64 = pytest.importorskip("inflate64")
    engine = inflate64.Deflater()
    packed = engine.deflate(DATA) + engine.flush()
    exhibit = opened(archive(Piece(b"a", DATA, 9, packed=packed)))
    assert read(exhibit) == {"a": DATA}
    assert exhibit.problems == []


def test_an_unknown_method_is_refused_by_name():
    exhibit = opened(archive(Piece(b"a", b"xyz", 97)))
    with pytest.raises(EvidenceError, match="97"):
        read(exhibit)


@pytest.mark.parametrize("strength", [1, 2, 3])
@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("method", [0, 8])
def test_aes_members_open_with_their_password(strength, version, method):
    piece = aes(b"secret.db", DATA, "p\u00e4ss", strength=strength, version=version, method=method)
    data = archive(piece, Piece(b"plain", b"x"))
    exhibit = opened(data, "p\u00e4ss")
    assert read(exhibit) == {"secret.db": DATA, "plain": b"x"}
    assert exhibit.problems == []
    with pytest.raises(PasswordNeeded):
        read(opened(data))
    with pytest.raises(WrongPassword):
        read(opened(data, "wrong"))


def test_a_changed_aes_member_is_told():
    piece = aes(b"secret.db", DATA, "pass", method=0)
    packed = bytearray(piece.packed)
    packed[500] ^= 1
    piece.packed = bytes(packed)
    exhibit = opened(archive(piece), "pass")
    assert len(read(exhibit)["secret.db"]) == len(DATA)
    assert [problem.code for problem in exhibit.problems] == ["checksum"]


def test_the_old_cipher_is_read_as_another_tool_writes_it(tmp_path):
    if shutil.which("zip") is None:
        pytest.skip("zip is not installed (Debian package zip)")
    (tmp_path / "a.txt").write_bytes(DATA)
    target = tmp_path / "old.zip"
    subprocess.run(["zip", "-q", "-P", "secret", str(target), "a.txt"], cwd=tmp_path, check=True)
    with open_exhibit(target, password="secret") as exhibit:
        assert read(exhibit) == {"a.txt": DATA}
    with open_exhibit(target, password="other") as exhibit, pytest.raises(WrongPassword):
        read(exhibit)


def test_members_of_one_name_are_all_kept_and_told_apart():
    pieces = [Piece(b"a/x.db", b"first"), Piece(b"b", b"b"), Piece(b"a/x.db", b"second"), Piece(b"a/X.db", b"case")]
    exhibit = opened(archive(*pieces))
    assert read(exhibit) == {"a/x.db": b"first", "a/x.db (copy 2)": b"second", "a/X.db": b"case", "b": b"b"}
    assert [entry.path for entry in exhibit.entries()] == ["/a/x.db", "/b", "/a/x.db", "/a/X.db"]
    assert {problem.code for problem in exhibit.problems} == {"duplicate-name"}


def test_a_file_and_a_folder_of_one_name_are_both_given():
    exhibit = opened(archive(Piece(b"a", b"file"), Piece(b"a/"), Piece(b"a/b", b"inner")))
    found = [(entry.path, entry.form) for entry in exhibit.entries()]
    assert found == [("/a", "file"), ("/a", "dir"), ("/a/b", "file")]
    assert read(exhibit) == {"a": b"file", "a/b": b"inner"}


@pytest.mark.parametrize(
    ("raw", "flags", "shown"),
    [
        ("n\u00fb\u4f60".encode(), 0x800, "n\u00fb\u4f60"),
        ("n\u00fb\u4f60".encode(), 0, "n\u00fb\u4f60"),
        (b"caf\x82", 0, "caf\u00e9"),
        (b"\xff\xfe", 0x800, "\udcff\udcfe"),
        (b"../../etc/passwd", 0, "../../etc/passwd"),
        (b"/private/var/x", 0, "/private/var/x"),
        (b"a\x00b", 0, "a\x00b"),
        (b"x" * 10_000, 0, "x" * 10_000),
    ],
)
def test_names_are_kept_as_they_are(raw, flags, shown):
    exhibit = opened(archive(Piece(raw, b"1", flags=flags)))
    (entry,) = exhibit.entries()
    assert (entry.stored, entry.path) == (shown, "/" + shown.removeprefix("/"))
    assert exhibit.open(entry).read() == b"1"


def test_a_unicode_name_field_wins_while_its_checksum_fits():
    import zlib

    name = b"caf?"
    for crc, shown in ((zlib.crc32(name), "caf\u00e9"), (7, "caf?")):
        body = struct.pack("<BI", 1, crc) + "caf\u00e9".encode()
        exhibit = opened(archive(Piece(name, b"1", extra=struct.pack("<HH", 0x7075, len(body)) + body)))
        assert [entry.stored for entry in exhibit.entries()] == [shown]


def test_times_are_utc_where_an_extra_field_says_so_and_unknown_else():
    unix = struct.pack("<HHBi", 0x5455, 5, 1, 1_704_164_645)
    ntfs = struct.pack("<HHIHHQQQ", 0x000A, 32, 0, 1, 24, (1_704_164_645 + 11_644_473_600) * 10**7 + 5, 0, 0)
    stamp = (3 << 11 | 4 << 5 | 5 // 2, 44 << 9 | 1 << 5 | 2)
    pieces = [Piece(b"a", extra=unix), Piece(b"b", extra=ntfs), Piece(b"c", stamp=stamp), Piece(b"d", stamp=(0, 0))]
    found = [(entry.mtime_us, entry.mtime_basis) for entry in opened(archive(*pieces)).entries()]
    expected = 1_704_164_645_000_000
    assert found == [(expected, "utc"), (expected, "utc"), (expected - 1_000_000, "unknown"), (None, "unknown")]


def test_links_folders_and_devices_are_told_from_files():
    pieces = [
        Piece(b"link", b"target", mode=0o120777), Piece(b"dir", mode=0o040755), Piece(b"pipe", mode=0o010644),
        Piece(b"file", b"x", mode=0o100644), Piece(b"slash/"),
    ]  # fmt: skip
    found = {entry.stored: entry.form for entry in opened(archive(*pieces)).entries()}
    assert found == {"link": "link", "dir": "dir", "pipe": "special", "file": "file", "slash": "dir"}


def test_zip64_and_prefixed_and_commented_archives_open():
    pieces = [Piece(b"a", DATA, 8), Piece(b"b", b"stored")]
    prefixed, commented = archive(*pieces, prefix=b"#!/bin/sh\n" * 99), archive(*pieces, comment=b"PK\5\6" * 99)
    for data in (zip64(*pieces), prefixed, commented):
        exhibit = opened(data)
        assert read(exhibit) == {"a": DATA, "b": b"stored"}
        assert exhibit.problems == []


@pytest.mark.parametrize("descriptor", [True, False])
def test_an_archive_without_directory_is_read_from_its_members(descriptor):
    first, second = Piece(b"a", DATA, 8), Piece(b"b", b"stored" * 50)
    first.descriptor = second.descriptor = descriptor
    whole = archive(first, second, Piece(b"c", b"3"))
    exhibit = opened(whole[: whole.index(b"PK\1\2")])
    assert read(exhibit) == {"a": DATA, "b": b"stored" * 50, "c": b"3"}
    assert "no-directory" in {problem.code for problem in exhibit.problems}


def test_a_cut_member_reads_as_far_as_it_goes():
    noise = random.Random(1).randbytes(50_000)
    whole = archive(Piece(b"a", b"first"), Piece(b"b", noise, 8))
    exhibit = opened(whole[: whole.index(b"PK\1\2") - 20_000])
    found = read(exhibit)
    assert found["a"] == b"first"
    assert noise.startswith(found["b"])
    assert 20_000 < len(found["b"]) < 40_000
    assert {"no-directory", "damaged"} <= {problem.code for problem in exhibit.problems}
    assert any("of 50000 bytes" in problem.message for problem in exhibit.problems)


def test_a_wrong_checksum_gives_the_data_and_a_problem():
    exhibit = opened(archive(Piece(b"a", DATA, 8, crc=1)))
    assert read(exhibit) == {"a": DATA}
    assert [problem.code for problem in exhibit.problems] == ["checksum"]


def test_a_member_longer_than_declared_is_cut_there():
    exhibit = opened(archive(Piece(b"a", DATA, 8, size=100)))
    assert read(exhibit) == {"a": DATA[:100]}
    assert [problem.code for problem in exhibit.problems] == ["longer-than-declared"]


def test_bombs_are_refused():
    bomb = archive(Piece(b"a", bytes(1 << 20), 8))
    with pytest.raises(HostileEvidence, match="inflate"):
        read(opened(bomb, limits=Limits(ratio=100, ratio_floor=1 << 16)))
    with pytest.raises(HostileEvidence, match="bytes inflated"):
        read(opened(bomb, limits=Limits(total_bytes=1000)))
    with pytest.raises(HostileEvidence, match="members"):
        list(opened(archive(*[Piece(b"%d" % n) for n in range(20)]), limits=Limits(entries=10)).entries())


def test_a_directory_that_states_other_counts_is_told():
    exhibit = opened(archive(Piece(b"a", b"1"), Piece(b"b", b"2"), count=7))
    assert read(exhibit) == {"a": b"1", "b": b"2"}
    assert [problem.code for problem in exhibit.problems] == ["count"]


def test_a_zip_in_a_zip_gives_the_paths_of_the_inner_one(phone_zip, tmp_path):
    outer = tmp_path / "case.zip"
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_STORED) as made:
        made.writestr("UFED Pixel/EXTRACTION_FFS.zip", phone_zip.read_bytes())
        made.writestr("UFED Pixel/EXTRACTION_FFS.ufd", "[General]\nModel=Pixel\n")
    with open_exhibit(outer) as exhibit:
        found = contents(exhibit)
        assert EXPECTED.items() <= found.items()
        assert exhibit.kind == "zip with zip"
        entry = exhibit.find("UFED Pixel/EXTRACTION_FFS.zip/data/system/empty")
        assert (entry.path, exhibit.open(entry).read()) == ("/data/system/empty", b"")
        assert exhibit.find("UFED Pixel/EXTRACTION_FFS.ufd").path == "/UFED Pixel/EXTRACTION_FFS.ufd"


def test_containers_are_opened_to_a_set_depth(tmp_path):
    data = archive(Piece(b"deep/inside.txt", b"x"))
    for _ in range(6):
        data = archive(Piece(b"in.zip", data))
    (tmp_path / "deep.zip").write_bytes(data)
    with open_exhibit(tmp_path / "deep.zip", limits=Limits(depth=2)) as exhibit:
        stored = [entry.stored for entry in exhibit.entries()]
    assert stored == ["in.zip", "in.zip/in.zip", "in.zip/in.zip/in.zip"]


def test_an_archive_of_the_phone_itself_stays_a_file(tmp_path):
    inner = archive(Piece(b"note.txt", b"x"))
    data = archive(Piece(b"sdcard/backup.zip", inner), Piece(b"data/data/com.x/files/app.zip", inner))
    (tmp_path / "ffs.zip").write_bytes(data)
    with open_exhibit(tmp_path / "ffs.zip") as exhibit:
        stored = sorted(entry.stored for entry in exhibit.entries())
    assert stored == ["data/data/com.x/files/app.zip", "sdcard/backup.zip"]


def test_a_packed_inner_container_uses_the_scratch_folder_alone(phone_zip, tmp_path):
    outer = tmp_path / "in" / "outer.zip"
    outer.parent.mkdir()
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as made:
        made.write(phone_zip, "phone.zip")
    with open_exhibit(outer, scratch=tmp_path / "scratch") as exhibit:
        assert EXPECTED.items() <= contents(exhibit).items()
    assert [path.name for path in outer.parent.iterdir()] == ["outer.zip"]
    assert len(list((tmp_path / "scratch").iterdir())) == 1


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_changed_archives_never_end_in_anything_but_an_evidence_error(data):
    pieces = [Piece(b"a/b.db", DATA[:500], 8), Piece(b"c", b"stored", extra=b"UT\5\0\1abcd")]
    whole = bytearray(archive(*pieces, comment=b"hi"))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        action = data.draw(st.sampled_from(["flip", "cut", "zero", "repeat"]))
        if action == "flip":
            whole[at] ^= 1 << data.draw(st.integers(0, 7))
        elif action == "cut" and len(whole) > 1:
            del whole[at : at + data.draw(st.integers(1, 40))]
        elif action == "zero":
            whole[at : at + 4] = b"\xff" * 4
        else:
            whole[at:at] = whole[at : at + 60]
        whole = whole or bytearray(b"x")
    try:
        exhibit = opened(bytes(whole))
        entries = list(exhibit.entries())
    except EvidenceError:
        return
    for entry in entries:
        try:
            assert len(exhibit.open(entry).read()) <= max(entry.size, len(whole)) if entry.form == "file" else True
        except EvidenceError:
            continue


members_of_any_kind = st.tuples(st.binary(min_size=1, max_size=12), st.binary(max_size=60), st.sampled_from([0, 8]))


@settings(max_examples=60, deadline=None)
@given(st.lists(members_of_any_kind, max_size=8))
def test_whatever_is_packed_is_given_back(members):
    exhibit = opened(archive(*(Piece(name, data, method) for name, data, method in members)))
    entries = list(exhibit.entries())
    assert len(entries) == len(members)
    assert len({entry.stored for entry in entries if entry.form != "dir"}) == sum(e.form != "dir" for e in entries)
    files = sorted(data for name, data, _ in members if not name.endswith(b"/"))
    assert sorted(exhibit.open(entry).read() for entry in entries if entry.form == "file") == files
    with zipfile.ZipFile(io.BytesIO(archive(*(Piece(n, d, m) for n, d, m in members)))) as other:
        assert len(other.infolist()) == len(entries)


def test_a_cut_archive_keeps_times_and_encryption_of_its_members():
    timed = Piece(b"a.db", b"content", 8, extra=b"UT\5\0\1" + (1_704_164_645).to_bytes(4, "little"))
    whole = archive(timed, aes(b"b.db", b"secret text" * 9, "word"))
    exhibit = opened(whole[: whole.index(b"PK\1\2")], password="word")
    first, second = exhibit.entries()
    assert (first.mtime_us, first.mtime_basis) == (1_704_164_645_000_000, "utc")
    assert exhibit.open(second).read() == b"secret text" * 9
    assert [each.code for each in exhibit.problems] == ["no-directory"]


@pytest.mark.parametrize("count", [127, 128, 129, 400])
def test_batches_give_what_a_walk_member_by_member_gives(count):
    pieces = [Piece(f"data/folder {number // 7}/f{number}".encode(), b"x" * (number % 5)) for number in range(count)]
    odd = {
        5: Piece(b"data/link", b"target", mode=0o120777), 90: Piece("caf\u00e9".encode("cp437"), b"1"),
        100: Piece(b"data/folder 3/", mode=0o40755), 110: Piece(b"data/folder 0/f3", b"again"),
        120: Piece(b"a\0b", b"2"), 121: Piece(b"data/folder 0/f3", b"third"),
    }  # fmt: skip
    for at, piece in odd.items():
        pieces.insert(at, piece)
    pieces.append(Piece(b"wide", b"3", extra=b"up\x0c\0\1" + zlib.crc32(b"wide").to_bytes(4, "little") + b"shown!!"))
    exhibit = opened(archive(*pieces))
    directory = exhibit.directory
    alone = Listing(directory.table, lambda *_: None)
    assert list(exhibit.entries()) == [alone.entry(at) for at in directory.table.positions()]
    with zipfile.ZipFile(io.BytesIO(archive(*pieces))) as other:
        assert [entry.size for entry in exhibit.entries() if entry.form == "file"] == [
            info.file_size for info in other.infolist() if info.external_attr >> 28 not in {4, 10}
        ]
    names = [entry.stored for entry in exhibit.entries()]
    assert len(set(names)) == len(names) == len(pieces)
    assert [name for name in names if "copy" in name] == ["data/folder 0/f3 (copy 2)", "data/folder 0/f3 (copy 3)"]


def test_more_members_than_allowed_are_refused_before_one_is_given():
    exhibit = opened(archive(*(Piece(f"{number}".encode()) for number in range(9))), limits=Limits(entries=8))
    with pytest.raises(HostileEvidence, match="9 members, more than 8"):
        next(exhibit.entries())


@pytest.mark.parametrize("name", METHODS)
def test_a_damaged_member_of_any_method_ends_with_a_problem(name):
    method, pack = METHODS[name]
    content = random.Random(2).randbytes(3000)
    packed = bytearray(pack(content) if pack not in {None, bytes} else archive(Piece(b"x", content, method))[31:-75])
    packed[1500:1600] = bytes(100)
    packed[3:6] = b"\xff\xee\xdd"
    exhibit = opened(archive(Piece(b"x", content, method, packed=bytes(packed))))
    (entry,) = exhibit.entries()
    with exhibit.open(entry) as stream:
        assert stream.read() != content
    assert method == 0 or {problem.code for problem in exhibit.problems} & {"damaged", "checksum"}
