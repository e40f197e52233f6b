"""Files that items name are found in the extraction, or said to be missing."""

from __future__ import annotations

import hashlib
import sys
import zipfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from phones import android

from phonefx.case import attachments, schema
from phonefx.case.attachments import Named
from phonefx.case.store import Case
from phonefx.evidence import open_exhibit

PARTS = "data/user_de/0/com.android.providers.telephony/app_parts"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A case with one database file of each of two users, and no item yet."""
    made = Case.create(tmp_path / "case")
    made.db.execute("INSERT INTO exhibit(id, label) VALUES (1, 'E1')")
    for number, user in ((1, 0), (2, 10), (3, None)):
        made.db.execute("INSERT INTO file(id, exhibit, path, stored, user) VALUES (?, 1, 'x', ?, ?)",
                        (number, f"x{number}", user))  # fmt: skip
        made.db.execute("INSERT INTO source(id, file, parser, kind) VALUES (?, ?, 'a.b', 'attachment')",
                        (number, number))  # fmt: skip
    return made


def name(case: Case, path: str, source: int = 1) -> None:
    case.db.execute("INSERT INTO attachment(source, path) VALUES (?, ?)", (source, path))


def resolve(case: Case, extraction: Path) -> list[str | None]:
    with open_exhibit(extraction) as exhibit:
        attachments.resolve(case.db, 1, "E1", exhibit)
    rows = case.db.execute("SELECT f.path FROM attachment a LEFT JOIN file f ON f.id = a.file ORDER BY a.rowid")
    return [path for (path,) in rows]


def put(folder: Path, path: str, content: bytes = b"x") -> Path:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return folder


@pytest.mark.parametrize(
    ("there", "named"),
    [
        (f"{PARTS}/PART_1.jpg", f"/{PARTS}/PART_1.jpg"),
        (f"{PARTS}/PART_1.jpg", "/data/data/com.android.providers.telephony/app_parts/PART_1.jpg"),
        ("data/data/a.b/files/voice.amr", "/data/user/0/a.b/files/voice.amr"),
        ("data/media/0/DCIM/Camera/a b.jpg", "/storage/emulated/0/DCIM/Camera/a b.jpg"),
        ("data/media/0/DCIM/Camera/a b.jpg", "file:///sdcard/DCIM/Camera/a%20b.jpg"),
        ("data/media/0/WhatsApp/Media/Sent/i.jpg", "Media/Sent/i.jpg"),
        ("private/var/mobile/Library/SMS/Attachments/ab/11/i.heic", "~/Library/SMS/Attachments/ab/11/i.heic"),
        ("private/var/mobile/Media/i.heic", "/var/mobile/Media/i.heic"),
        ("data/data/a.b/files/PART_1", "PART_1"),
    ],
)
def test_a_named_file_is_found(case, tmp_path, there, named):
    folder = put(tmp_path / "phone", there, b"content")
    name(case, named)
    (found,) = resolve(case, folder)
    assert found is not None
    assert found.endswith(there.rpartition("/")[2])
    sha256 = case.db.execute("SELECT f.sha256 FROM attachment a JOIN file f ON f.id = a.file").fetchone()[0]
    assert sha256 == hashlib.sha256(b"content").hexdigest()


@pytest.mark.parametrize(
    "named",
    [
        "/data/data/c.d/other/PART_1.jpg",
        "content://mms/part/1",
        "other/PART_1.jpg",
        "/x/PART_2.jpg",
        "https://a/b/PART_1.jpg",
    ],
)
def test_what_is_not_there_is_said(case, tmp_path, named):
    folder = put(tmp_path / "phone", f"{PARTS}/PART_1.jpg")
    name(case, named)
    assert resolve(case, folder) == [None]
    (row,) = case.rows("SELECT parser, code, message FROM problem")
    assert row["code"] == "files not found"
    assert row["message"] == "1 of 1 files that its attachment rows name are not in the extraction"


def test_two_files_that_fit_alike_are_none(case, tmp_path):
    folder = put(put(tmp_path / "phone", "data/data/a.b/files/p/i.jpg"), "data/data/a.b/cache/p/i.jpg")
    name(case, "/gone/p/i.jpg")
    assert resolve(case, folder) == [None]


def test_the_whole_path_outdoes_the_folder(case, tmp_path):
    folder = put(put(tmp_path / "phone", "data/data/a.b/files/p/i.jpg"), "data/data/a.b/cache/p/i.jpg")
    name(case, "/data/data/a.b/cache/p/i.jpg")
    assert resolve(case, folder) == ["/data/data/a.b/cache/p/i.jpg"]


def test_another_users_file_is_not_taken(case, tmp_path):
    folder = put(tmp_path / "phone", "data/user/10/a.b/files/p/i.jpg")
    name(case, "files/p/i.jpg", source=1)
    name(case, "files/p/i.jpg", source=2)
    assert resolve(case, folder) == [None, "/data/user/10/a.b/files/p/i.jpg"]


def test_a_file_is_recorded_once_and_a_second_run_changes_nothing(case, tmp_path):
    folder = put(tmp_path / "phone", f"{PARTS}/PART_1.jpg")
    name(case, f"/{PARTS}/PART_1.jpg")
    name(case, f"/{PARTS}/PART_1.jpg", source=3)
    resolve(case, folder)
    before = list(case.db.iterdump())
    resolve(case, folder)
    assert list(case.db.iterdump()) == before
    assert case.db.execute("SELECT count(*) FROM file").fetchone() == (4,)


def test_every_kind_that_names_a_file_has_the_column():
    tables = dict(schema._kind_tables())
    assert {name for name, listed in tables.items() if "file" in listed} == {
        "attachment", "call_own", "location_own", "media", "web_visit",
    }  # fmt: skip


def test_a_users_path_of_a_zip_is_hashed_from_the_zip(case, tmp_path):
    phone = put(android(tmp_path / "phone", ["a"]), f"{PARTS}/PART_1.jpg", b"in the zip")
    archive = tmp_path / "phone.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(phone / PARTS / "PART_1.jpg", f"{PARTS}/PART_1.jpg")
    name(case, "app_parts/PART_1.jpg")
    assert resolve(case, archive) == [f"/{PARTS}/PART_1.jpg"]
    assert case.db.execute("SELECT sha256 FROM file WHERE id = 4").fetchone() == (
        hashlib.sha256(b"in the zip").hexdigest(),
    )


def test_names_without_a_path_are_compared_by_their_parts():
    assert attachments._parts("file://localhost/var/a%20b") == ["private", "var", "a b"]
    assert attachments._parts("content://x/y") == []
    assert Named("a", None) != Named("a", 0)


def test_the_lists_of_files_are_gone_through_once_for_all_named_files(tmp_path):
    asked = []
    for count in (2, 40):
        case = Case.create(tmp_path / f"case{count}")
        case.db.execute("INSERT INTO exhibit(id, label) VALUES (1, 'E1')")
        case.db.execute("INSERT INTO file(id, exhibit, path, stored) VALUES (1, 1, 'x', 'x')")
        case.db.execute("INSERT INTO source(id, file, parser, kind) VALUES (1, 1, 'a.b', 'attachment')")
        for number in range(count):
            folder = put(tmp_path / f"phone{count}", f"{PARTS}/PART_{number}.jpg", b"%d" % number)
            name(case, f"/{PARTS}/PART_{number}.jpg")
        statements: list[str] = []
        case.db.set_trace_callback(statements.append)
        assert resolve(case, folder) == [f"/{PARTS}/PART_{number}.jpg" for number in range(count)]
        case.db.set_trace_callback(None)
        rows = case.rows("SELECT f.sha256 FROM attachment a JOIN file f ON f.id = a.file ORDER BY a.rowid")
        assert [row["sha256"] for row in rows] == [hashlib.sha256(b"%d" % each).hexdigest() for each in range(count)]
        asked.append(sum(each.lstrip().startswith("SELECT") for each in statements))
    assert asked[0] == asked[1]
