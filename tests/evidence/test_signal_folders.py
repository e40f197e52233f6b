"""A folder backup of Signal gives its items and files with the recovery key; without it, it is told."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "formats"))

from signalarchive_made import LOCAL, RECOVERY, main, media, media_name, metadata, pointer
from signalbackup_made import field

from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.case.verify import verify
from phonefx.errors import EvidenceError
from phonefx.evidence import open_exhibit

ROOT = "data/media/0/SignalBackups"
PLACE = f"{ROOT}/signal-backup-2026-01-01-00-00-00"
PICTURE = b"bytes of a picture"
OTHER = bytes(reversed(LOCAL))
AT = 1_767_225_600_000


def text(words: str, *files: bytes) -> bytes:
    return field(11, field(2, field(1, words.encode())) + b"".join(field(3, field(1, each)) for each in files))


def item(sent: int, *parts: bytes) -> bytes:
    return field(4, field(1, 1) + field(2, 2) + field(3, sent) + b"".join(parts))


FRAMES = [
    field(1, 1) + field(2, AT),
    field(2, field(1, 2) + field(2, field(4, 447700900123) + field(11, b"Ada"))),
    field(3, field(1, 1) + field(2, 2)),
    item(AT, field(8, field(1, AT + 1)), text("Hello", pointer(PICTURE), pointer(PICTURE, OTHER))),
]


@pytest.fixture
def phone(tmp_path: Path) -> Path:
    """A phone with one backup, one of its two files in the store, and a file that no backup names."""
    files = {
        f"{PLACE}/main": main(FRAMES), f"{PLACE}/metadata": metadata(), f"{PLACE}/files": b"",
        f"{ROOT}/files/{media_name(PICTURE)[:2]}/{media_name(PICTURE)}": media(PICTURE),
        f"{ROOT}/files/00/{'0' * 64}": b"of no backup",
    }  # fmt: skip
    for name, content in files.items():
        (tmp_path / "phone" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "phone" / name).write_bytes(content)
    return tmp_path / "phone"


@pytest.mark.parametrize("jobs", [1, 2])
def test_its_messages_and_files_are_read(tmp_path: Path, phone: Path, jobs: int):
    options = Options(password=RECOVERY.upper(), jobs=jobs)
    with process([ExhibitSpec("E1", phone)], tmp_path / "case", options, Progress()) as case:
        sql = "SELECT i.time_us, m.body, m.counterpart_name FROM message m JOIN item i ON i.id = m.item"
        assert [tuple(row) for row in case.db.execute(sql)] == [((AT + 1) * 1000, "Hello", "Ada")]
        sql = "SELECT f.path, f.sha256, f.size FROM attachment a LEFT JOIN file f ON f.id = a.file ORDER BY a.key"
        name = media_name(PICTURE)
        place = f"/{ROOT}/files/{name[:2]}/{name}/{name}.decrypted"
        assert [tuple(row) for row in case.db.execute(sql)] == [
            (place, hashlib.sha256(PICTURE).hexdigest(), len(PICTURE)), (None, None, None),
        ]  # fmt: skip
        told = {tuple(row) for row in case.db.execute("SELECT code, path FROM problem")}
        assert told == {("files not found", None)}
    checks = verify(tmp_path / "case", {"E1": phone})
    assert [check.fault for check in checks if check.what == "exhibit" and check.fault] == []


@pytest.mark.parametrize("password", [None, "0" * 30, "secret"])
def test_without_its_key_it_is_told(phone: Path, password: str | None):
    with open_exhibit(phone, password=password) as exhibit:
        assert not any("/main/" in entry.stored or ".decrypted" in entry.stored for entry in exhibit.entries())
        assert [(each.code, each.path) for each in exhibit.problems] == [("encrypted", f"{PLACE}/main")]
        assert "recovery key (64 letters and digits) was not given" in exhibit.problems[0].message


def test_another_key_is_refused_in_one_line(phone: Path):
    with open_exhibit(phone, password=RECOVERY[::-1]) as exhibit:
        (frames,) = [entry for entry in exhibit.entries() if entry.stored.endswith("frames.pb")]
        with pytest.raises(EvidenceError, match="the recovery key that was given does not open it"):
            exhibit.open(frames)


def test_a_changed_file_is_refused_and_one_without_metadata_told(phone: Path):
    name = media_name(PICTURE)
    stored = phone / ROOT / "files" / name[:2] / name
    stored.write_bytes(b"\xff" + stored.read_bytes()[1:])
    (phone / f"{ROOT}/signal-backup-2025-01-01-00-00-00").mkdir()
    (phone / f"{ROOT}/signal-backup-2025-01-01-00-00-00/main").write_bytes(main(FRAMES))
    with open_exhibit(phone, password=RECOVERY) as exhibit:
        entries = {entry.stored: entry for entry in exhibit.entries()}
        assert [(each.code, each.message) for each in exhibit.problems] == [
            ("damaged", "a backup of Signal without its metadata")
        ]
        wanted = f"{ROOT}/files/{name[:2]}/{name}/{name}.decrypted"
        assert entries[wanted].size == len(PICTURE)
        assert exhibit.find(wanted) == entries[wanted]
        with pytest.raises(EvidenceError, match="was changed"):
            exhibit.open(entries[wanted])
