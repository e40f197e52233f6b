"""An entry that tells its path and time late is, to everybody else, an entry like any other."""

import pickle
import zlib
from dataclasses import replace

import pytest
from tests.evidence.zip_maker import Piece, archive

from phonefx.evidence import open_exhibit
from phonefx.evidence.blobs import BytesBlob
from phonefx.evidence.tree import Entry, TimelessEntry
from phonefx.evidence.zips import table
from phonefx.evidence.zips.listing import Listing
from phonefx.evidence.zips.records import CENTRAL
from phonefx.evidence.zips.table import Table


@pytest.fixture
def late(tmp_path):
    """One member with a time of its own, as the exhibit lists it."""
    stamp = b"UT\5\0\1" + (1_704_164_645).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(archive(Piece(b"data/user/10/com.example.app/databases/a.db", b"x", extra=stamp)))
    with open_exhibit(tmp_path / "a.zip") as exhibit:
        (entry,) = exhibit.entries()
        yield entry


WHOLE = Entry(
    "data/user/10/com.example.app/databases/a.db", 1, "file", "live", 0,
    "/data/user/10/com.example.app/databases/a.db", 1_704_164_645_000_000, "utc", 10,
)  # fmt: skip


def test_it_is_the_entry_with_everything_told(late):
    assert type(late) is TimelessEntry
    assert late == WHOLE
    assert late == WHOLE
    assert late == late.whole()
    assert hash(late) == hash(WHOLE)
    assert repr(late) == repr(WHOLE)
    assert [getattr(late, name) for name in Entry._fields] == list(WHOLE)
    assert late._asdict() == WHOLE._asdict()


def test_it_unpacks_indexes_and_changes_as_one(late):
    stored, *rest = late
    assert (stored, len(rest), len(late)) == (WHOLE.stored, 8, 9)
    assert late[5] == late[-4] == WHOLE.path
    assert late[6:] == WHOLE[6:]
    assert late._replace(size=7) == WHOLE._replace(size=7)


def test_it_goes_to_another_process_whole_and_without_the_directory_behind_it(late):
    packed = pickle.dumps(late)
    assert pickle.loads(packed) == WHOLE
    assert type(pickle.loads(packed)) is Entry
    assert len(packed) < 400


@pytest.mark.parametrize("inside", [CENTRAL, CENTRAL * 9, CENTRAL + bytes(60)])
@pytest.mark.parametrize("where", ["name", "extra"])
def test_a_mark_inside_a_record_is_not_taken_for_one(inside, where):
    pieces = [Piece(b"a/b/%d" % number, b"x") for number in range(50)]
    odd = Piece(b"n" + inside) if where == "name" else Piece(b"n", extra=b"zz" + bytes([len(inside), 0]) + inside)
    data = directory_of(archive(*pieces, odd, *(replace(piece, extra=b"zz\0\0") for piece in pieces[:20])))
    found = Table(BytesBlob(data), 2)
    assert list(found.positions()) == found.near == stepped(data)
    assert found.count == 71


@pytest.mark.parametrize("stretch", [1, 46, 100, 333, 1 << 12])
def test_a_directory_is_the_same_however_it_is_read(stretch, monkeypatch):
    names = [b"%d/" % number * (number % 5) + b"n" * (number % 90) + b".%d" % number for number in range(99)]
    pieces = [Piece(name, b"x" * number) for number, name in enumerate(names)]
    pieces.insert(50, Piece(b"n" + CENTRAL * 9))
    pieces.insert(70, Piece(b"n" * 5000))
    data = directory_of(archive(*pieces))
    monkeypatch.setattr(table, "_STRETCH", stretch)
    found = Table(BytesBlob(data), 2)
    assert list(found.positions()) == stepped(data)
    names = [found.data.read_at(at + 46, len(piece.name)) for at, piece in zip(stepped(data), pieces, strict=True)]
    assert names == [piece.name for piece in pieces]
    near = [at for at, piece in zip(stepped(data), pieces, strict=True) if piece.name.count(b"/") <= 2]
    assert found.near == near
    listed = list(Listing(found, lambda *_: None).entries())
    assert [(each.stored, each.size) for each in listed] == [
        (piece.name.decode(), len(piece.data)) for piece in pieces
    ]


def test_a_zip_knows_how_its_names_end(tmp_path):
    shown = zlib.crc32(b"y").to_bytes(4, "little") + b"z.crypt14"
    pieces = [
        *(Piece(b"a/%d.db" % number) for number in range(9)), Piece(b"x.backup"),
        Piece(b"y", extra=b"up" + bytes([len(shown) + 1, 0, 1]) + shown),
    ]  # fmt: skip
    (tmp_path / "a.zip").write_bytes(archive(*pieces))
    with open_exhibit(tmp_path / "a.zip") as exhibit:
        said = {end: exhibit.may_end((".txt", end)) for end in (".db", ".backup", ".crypt14", ".crypt15", "key")}
    assert said == {".db": True, ".backup": True, ".crypt14": True, ".crypt15": False, "key": False}


def stepped(data: bytes) -> list[int]:
    """Where the records begin, by their own lengths alone."""
    found, at = [], 0
    while at < len(data):
        found.append(at)
        at += 46 + sum(int.from_bytes(data[at + field : at + field + 2], "little") for field in (28, 30, 32))
    return found


def directory_of(data: bytes) -> bytes:
    """The central directory, as the end record states it."""
    end = data.rindex(b"PK\5\6")
    size, at = (int.from_bytes(data[end + field : end + field + 4], "little") for field in (12, 16))
    return data[at : at + size]
