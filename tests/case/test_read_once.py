"""No file of an exhibit is opened, inflated or hashed twice: counted as the operating system and the reader see it."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from phones import CALLS, SMS, android

from phonefx.case import hashing, ingest, manifest
from phonefx.case.progress import Progress
from phonefx.case.runner import run_job
from phonefx.case.store import Case
from phonefx.case.verify import verify
from phonefx.evidence.zips.exhibit import ZipExhibit

USAGE = "data/system/usagestats/0"
OPENED: Counter[str] = Counter()
_watched: list[str] = []


def _hear(event, arguments):
    if event == "open" and _watched and isinstance(arguments[0], str | bytes):
        path = arguments[0] if isinstance(arguments[0], str) else arguments[0].decode(errors="surrogateescape")
        if path.startswith(_watched[0]):
            OPENED[path.removeprefix(_watched[0])] += 1


sys.addaudithook(_hear)


class Here:
    """The worker of a run, in this process, where its opening of files can be counted."""

    def __init__(self, place):
        self.place = place
        self.hashes = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def hash(self, root, files):
        self.hashes += hashing.listed(root, files)

    def begin(self, jobs):
        pass

    def hashed(self):
        while self.hashes:
            yield self.hashes.pop(0)

    def shards(self, jobs):
        for job in jobs:
            with self.place.open() as exhibit:
                yield job, run_job(job, exhibit, self.place.work, self.place.shard(job))


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch):
    monkeypatch.setattr(ingest, "_engine", lambda place, options: Here(place))


@pytest.fixture
def phone(tmp_path):
    """A phone with databases, journals, pictures, files that are read beside others, and much that no parser wants."""
    folder = android(tmp_path / "phone", [f"text {number}" for number in range(50)])
    shutil.copy2(folder / SMS, folder / f"{SMS}-before")
    log = sqlite3.connect(folder / SMS, isolation_level=None)
    log.execute("PRAGMA journal_mode = WAL")
    log.execute("INSERT INTO sms(_id, address, date, type, body) VALUES (900, '+15550109', 1, 1, 'in the log')")
    for suffix in ("-wal", "-shm"):
        shutil.copy2(folder / f"{SMS}{suffix}", folder / f"kept{suffix}")
    log.close()
    for suffix in ("-wal", "-shm"):
        (folder / f"kept{suffix}").replace(folder / f"{SMS}{suffix}")
    for number in range(20):
        other = folder / f"data/data/com.example.app/files/{number}.bin"
        other.parent.mkdir(parents=True, exist_ok=True)
        other.write_bytes(bytes([number]) * (1000 + number))
    pictures = folder / "data/media/0/DCIM/Camera"
    pictures.mkdir(parents=True)
    (pictures / "IMG_1.jpg").write_bytes(b"\xff\xd8\xff\xd9" + b"picture" * 400_000)
    for name in ("mappings", "daily/1700000000000", "daily/1700086400000"):
        path = folder / USAGE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"\x08\x01")
    return folder


def process(path, folder):
    with ingest.process([ingest.ExhibitSpec("E1", path)], folder, ingest.Options(), Progress()) as case:
        return {
            str(stored): (size, sha256)
            for stored, size, sha256 in case.db.execute("SELECT stored, size, sha256 FROM file")
        }, case.db.execute("SELECT count(*) FROM message").fetchone()[0]


def test_every_file_of_a_folder_is_hashed_so_that_verify_finds_none_added(phone, tmp_path):
    """Also the index of a log, a journal that has lost its database, and a file that its parser does not understand."""
    (phone / f"{CALLS}2-journal").write_bytes(b"journal")
    (phone / SMS).with_name("telephony.db-wal").write_bytes(b"log")
    process(phone, tmp_path / "case")
    manifest.write(tmp_path / "case")
    assert [check for check in verify(tmp_path / "case", {"E1": phone}) if check.fault] == []
    with Case(tmp_path / "case") as case:
        recorded = dict(case.db.execute("SELECT path, sha256 FROM container"))
    expected = {name: hashlib.sha256((phone / name).read_bytes()).hexdigest() for name in files_of(phone)}
    assert recorded == expected


def files_of(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_every_file_of_a_folder_is_opened_once(phone, tmp_path):
    names = files_of(phone)
    OPENED.clear()
    _watched.append(f"{phone}/")
    try:
        read, messages = process(phone, tmp_path / "case")
    finally:
        _watched.clear()
    assert messages == 51, "the message in the log was read"
    assert {SMS, f"{SMS}-wal", CALLS, f"{USAGE}/mappings"} <= set(read)
    assert {name: OPENED[name] for name in names if OPENED[name] != 1} == {}
    assert set(OPENED) <= names | {""}


def test_every_member_of_a_zip_is_inflated_at_most_once(phone, tmp_path, monkeypatch):
    target = tmp_path / "phone.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files_of(phone)):
            archive.write(phone / name, name)
    inflated: Counter[str] = Counter()
    whole = ZipExhibit.open

    def counted(self, entry):
        inflated[entry.stored] += 1
        return whole(self, entry)

    monkeypatch.setattr(ZipExhibit, "open", counted)
    read, messages = process(target, tmp_path / "case")
    assert messages == 51
    assert {name: count for name, count in inflated.items() if count != 1} == {}
    assert set(read) == set(inflated), "what is inflated is what is recorded with its hash"


def test_views_of_one_storage_are_each_read_once(phone, tmp_path):
    """The same file under `/data/data` and `/data/user/0`: hashed once each, parsed once."""
    view = phone / CALLS.replace("data/data/", "data/user/0/")
    view.parent.mkdir(parents=True)
    shutil.copy2(phone / CALLS, view)
    OPENED.clear()
    _watched.append(f"{phone}/")
    try:
        read, _ = process(phone, tmp_path / "case")
    finally:
        _watched.clear()
    assert read[CALLS] == read[view.relative_to(phone).as_posix()]
    assert {name: OPENED[name] for name in files_of(phone) if OPENED[name] != 1} == {}
