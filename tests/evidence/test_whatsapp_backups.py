"""Backups of WhatsApp made here, byte by byte, and those of the corpus: opened with the right key, told without one."""

from __future__ import annotations

import hashlib
import hmac
import sqlite3
import zlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.case.verify import verify
from phonefx.errors import EvidenceError
from phonefx.evidence import open_exhibit
from phonefx.formats import whatsappcrypt

JAVA = bytes.fromhex("aced0005757200025b42acf317f8060854e00200007870000000")
SECRET, ROOT, NONCE = bytes(range(32)), bytes(range(32, 64)), bytes(range(100, 116))
KEY_FILE = JAVA + b"\x83" + b"\x00\x01\x02" + bytes(96) + SECRET
ROOT_FILE = JAVA + b"\x20" + ROOT
FOLDER = "data/media/0/Android/media/com.whatsapp/WhatsApp/Databases"


def database() -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE message(_id INTEGER PRIMARY KEY)")
    return connection.serialize()


def field(number: int, value: bytes) -> bytes:
    return bytes([number << 3 | 2, len(value)]) + value


def backup(generation: int, plain: bytes | None = None, *, md5: bool = True) -> bytes:
    key = SECRET
    if generation == 15:
        key = hmac.new(hmac.new(bytes(32), ROOT, "sha256").digest(), b"backup encryption\x01", "sha256").digest()
    sealed = AESGCM(key).encrypt(NONCE, zlib.compress(plain if plain is not None else database()), None)
    if generation == 12:
        head = b"\x00\x01\x02" + bytes(48) + NONCE
        return head + sealed + bytes(16) + b"--42"
    prefix = field(2, field(5, NONCE)) if generation == 14 else field(3, field(1, NONCE))
    head = bytes([len(prefix)]) + (b"\x01" if generation == 14 else b"") + prefix
    return head + sealed + (hashlib.md5(head + sealed, usedforsecurity=False).digest() if md5 else b"")


def phone(root: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    return root


def opened(root: Path, password: str | None = None) -> tuple[dict[str, bytes], list[str]]:
    with open_exhibit(root, password=password) as exhibit:
        found = {}
        for entry in list(exhibit.entries()):
            if entry.path.endswith("/msgstore.db"):
                assert exhibit.find(entry.stored) == entry
                with exhibit.open(entry) as file:
                    found[entry.path] = file.read()
                assert exhibit.blob(entry).read_at(0, 16) == found[entry.path][:16]
        return found, [problem.code for problem in exhibit.problems]


@pytest.mark.parametrize("generation", [12, 14, 15])
def test_a_backup_is_opened_with_the_key_of_the_app(tmp_path: Path, generation: int):
    name = f"{FOLDER}/msgstore-2024-05-01.1.db.crypt{generation}"
    root = phone(tmp_path, {
        name: backup(generation),
        "data/data/com.whatsapp/files/key": KEY_FILE,
        "data/data/com.whatsapp/files/encrypted_backup.key": ROOT_FILE,
    })  # fmt: skip
    assert opened(root) == ({f"/{name}/msgstore.db": database()}, [])


def test_a_backup_without_a_checksum_is_opened_too(tmp_path: Path):
    root = phone(tmp_path, {f"{FOLDER}/msgstore.db.crypt15": backup(15, md5=False), "encrypted_backup.key": ROOT_FILE})
    assert list(opened(root)[0].values()) == [database()]


def test_the_digits_of_a_key_can_be_given_as_the_password(tmp_path: Path):
    root = phone(tmp_path, {f"{FOLDER}/msgstore.db.crypt15": backup(15)})
    digits = " ".join(ROOT.hex()[at : at + 4] for at in range(0, 64, 4))
    assert list(opened(root, digits)[0].values()) == [database()]


def test_a_backup_without_a_key_is_a_problem_that_says_so(tmp_path: Path):
    root = phone(tmp_path, {f"{FOLDER}/msgstore.db.crypt14": backup(14)})
    assert opened(root) == ({}, ["encrypted"])


@pytest.mark.parametrize("broken", ["other key", "key of another kind", "changed byte", "cut", "no header"])
def test_what_no_key_opens_is_an_error_of_that_file_alone(tmp_path: Path, broken: str):
    content = bytearray(backup(14))
    if broken == "changed byte":
        content[-40] ^= 1
    secret = KEY_FILE[:-1] + b"\xff" if broken == "other key" else KEY_FILE
    root = phone(tmp_path, {
        f"{FOLDER}/msgstore.db.crypt14": bytes(content[:60] if broken == "cut" else content[1:] if broken == "no header"
                                               else content),
        "key": secret if broken != "key of another kind" else b"\x00" * 158,
    })  # fmt: skip
    with open_exhibit(root) as exhibit:
        (entry,) = [each for each in exhibit.entries() if each.stored.endswith("/msgstore.db")]
        with pytest.raises(EvidenceError):
            exhibit.open(entry)


def test_a_backup_that_inflates_beyond_the_limit_is_refused():
    import io

    from phonefx.errors import HostileEvidence

    data = backup(12, bytes(1 << 22))
    known, key = whatsappcrypt.header(data[:512], 12), whatsappcrypt.key(KEY_FILE)
    assert key is not None
    with pytest.raises(HostileEvidence):
        whatsappcrypt.decrypt(io.BytesIO(data), len(data), known, key, io.BytesIO(), 1 << 20)


def test_what_is_no_key_is_none():
    assert whatsappcrypt.key(b"") is None
    assert whatsappcrypt.key(KEY_FILE[:-1]) is None
    assert whatsappcrypt.key(b"\x00" * 59) is None
    assert whatsappcrypt.typed_key("password 123456") is None
    assert whatsappcrypt.typed_key("00" * 31) is None


def test_the_backups_of_the_corpus_hold_the_database_that_their_makers_state(corpus: Path):
    wanted = hashlib.sha256((corpus / "android_whatsapp_crypt" / "msgstore.db").read_bytes()).hexdigest()
    with open_exhibit(corpus / "android_whatsapp_crypt") as exhibit:
        inner = [entry for entry in exhibit.entries() if ".crypt" in entry.path and entry.path.endswith(".db")]
        assert len(inner) == 4
        for entry in inner:
            with exhibit.open(entry) as file:
                assert hashlib.sha256(file.read()).hexdigest() == wanted


def test_a_case_records_the_files_on_disk_and_not_what_is_inside_them(tmp_path: Path):
    name = f"{FOLDER}/msgstore.db.crypt14"
    root = phone(tmp_path / "phone", {name: backup(14), "data/data/com.whatsapp/files/key": KEY_FILE})
    with process([ExhibitSpec("E1", root)], tmp_path / "case", Options(jobs=1), Progress()) as case:
        recorded = {path for (path,) in case.db.execute("SELECT path FROM container")}
        assert recorded == {name, "data/data/com.whatsapp/files/key"}
        assert case.db.execute("SELECT sha256 FROM file").fetchall() == [(hashlib.sha256(database()).hexdigest(),)]
    faults = [check for check in verify(tmp_path / "case", {"E1": root}) if check.what == "exhibit" and check.fault]
    assert faults == []
