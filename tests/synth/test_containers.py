"""Every container holds the phone, opens with readers that know nothing of its writer, and is the same each time."""

from __future__ import annotations

import hashlib
import json
import plistlib
import sqlite3
import struct
import tarfile
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

from phonefx.synth.library import find_scenario
from phonefx.synth.make import make
from phonefx.synth.pack import tools
from phonefx.synth.scenario import read_scenario

ANDROID = ("folder", "zip", "tar", "ab", "ab-encrypted", "logical")
IMAGES = ("ext4", "f2fs", "e01")
IOS = ("folder", "zip", "backup", "backup-encrypted")
needs_tools = pytest.mark.skipif(
    any(tools.find(tool) is None for tool in tools.PACKAGES), reason="e2fsprogs or f2fs-tools is not installed"
)


@pytest.fixture(scope="module")
def delivered(tmp_path_factory):
    out = tmp_path_factory.mktemp("delivered")
    make(read_scenario(find_scenario(Path("first-phone"))), out / "android", containers=ANDROID)
    make(read_scenario(find_scenario(Path("first-iphone"))), out / "ios", containers=IOS)
    return out


def contents(root):
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def decrypt(content, key, vector=bytes(16)):
    reader = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    plain = reader.update(content) + reader.finalize()
    return plain[: -plain[-1]]


def test_archives_hold_every_file_with_its_time(delivered):
    folder = delivered / "android" / "maya-android"
    files = contents(folder)
    with zipfile.ZipFile(delivered / "android" / "maya-android.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files
    with tarfile.open(delivered / "android" / "maya-android.tar") as archive:
        assert {entry.name: archive.extractfile(entry).read() for entry in archive} == files
        times = {entry.name: int(entry.mtime) for entry in archive}
    assert times == {name: int((folder / name).stat().st_mtime) for name in files}


def test_everything_is_the_same_when_made_again(delivered, tmp_path):
    make(read_scenario(find_scenario(Path("first-phone"))), tmp_path / "android", containers=ANDROID)
    make(read_scenario(find_scenario(Path("first-iphone"))), tmp_path / "ios", containers=IOS)
    assert contents(tmp_path) == contents(delivered)


def backup_content(content):
    lines = content.split(b"\n", 9)
    assert lines[:4] == [b"ANDROID BACKUP", b"5", b"1", b"AES-256"]
    salt, check, rounds, vector, blob = (bytes.fromhex(each.decode()) if at != 2 else int(each)
                                         for at, each in enumerate(lines[4:9]))  # fmt: skip
    user = hashlib.pbkdf2_hmac("sha1", b"training", salt, rounds, 32)
    master = decrypt(blob, user, vector)
    inner, key, checksum = master[1:17], master[18:50], master[51:83]
    java = "".join(chr(each | 0xFF00 if each > 127 else each) for each in key).encode()
    assert hashlib.pbkdf2_hmac("sha1", java, check, rounds, 32) == checksum
    return zlib.decompress(decrypt(lines[9], key, inner))


def test_android_backups_hold_the_messages_as_exported_lists(delivered):
    plain = (delivered / "android" / "maya-android.ab").read_bytes()
    assert plain.startswith(b"ANDROID BACKUP\n5\n1\nnone\n")
    body = zlib.decompress(plain.split(b"none\n", 1)[1])
    assert backup_content((delivered / "android" / "maya-android-encrypted.ab").read_bytes()) == body
    with tarfile.open(fileobj=BytesIO(body)) as archive:
        app = "apps/com.android.providers.telephony"
        sms = json.loads(zlib.decompress(archive.extractfile(f"{app}/d_f/000000_sms_backup").read()))
        mms = json.loads(zlib.decompress(archive.extractfile(f"{app}/d_f/000001_mms_backup").read()))
        assert "shared/0/Download/Timeline.json" in archive.getnames()
    facts = json.loads((delivered / "android" / "key.json").read_text())["facts"]
    live = {fact["values"]["body"] for fact in facts if fact["table"] == "sms" and fact["state"] == "live"}
    assert {each["body"] for each in sms} == live
    assert [each["mms_body"] for each in mms] == ["This is the gate, it is never locked."]
    assert mms[0]["recipients"] == ["+447700900222"], "the other parties of the conversation, not the owner"


def tlv(bag):
    at, found = 0, []
    while at < len(bag):
        size = struct.unpack_from(">I", bag, at + 4)[0]
        found.append((bag[at : at + 4].decode(), bag[at + 8 : at + 8 + size]))
        at += 8 + size
    return found


def class_keys(manifest, password):
    fields = tlv(manifest["BackupKeyBag"])
    head = dict(fields[: next(at for at, (tag, _) in enumerate(fields) if tag == "CLAS")])
    number = {tag: int.from_bytes(head[tag], "big") for tag in ("ITER", "DPIC")}
    first = hashlib.pbkdf2_hmac("sha256", password, head["DPSL"], number["DPIC"], 32)
    key = hashlib.pbkdf2_hmac("sha1", first, head["SALT"], number["ITER"], 32)
    classes = [int.from_bytes(data, "big") for tag, data in fields if tag == "CLAS"]
    wrapped = [data for tag, data in fields if tag == "WPKY"]
    return {number: aes_key_unwrap(key, data) for number, data in zip(classes, wrapped, strict=True)}


def manifest_rows(path):
    database = sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)
    rows = database.execute("SELECT fileID, domain, relativePath, file FROM Files").fetchall()
    database.close()
    return rows


def test_the_encrypted_iphone_backup_opens_with_its_password(delivered, tmp_path):
    (folder,) = (delivered / "ios" / "tom-iphone-backup-encrypted").iterdir()
    manifest = plistlib.loads((folder / "Manifest.plist").read_bytes())
    keys = class_keys(manifest, b"training")
    opened = aes_key_unwrap(keys[int.from_bytes(manifest["ManifestKey"][:4], "little")], manifest["ManifestKey"][4:])
    (tmp_path / "Manifest.db").write_bytes(decrypt((folder / "Manifest.db").read_bytes(), opened))
    rows = manifest_rows(tmp_path / "Manifest.db")
    assert {(domain, path) for _, domain, path, _ in rows} > {
        ("HomeDomain", "Library/SMS/sms.db"), ("HomeDomain", "Library/CallHistoryDB/CallHistory.storedata"),
        ("CameraRollDomain", "Media/DCIM/100APPLE/IMG_0001.JPG"),
    }  # fmt: skip
    for number, domain, path, record in rows:
        assert number == hashlib.sha1(f"{domain}-{path}".encode()).hexdigest()
        archive = plistlib.loads(record)["$objects"]
        wrapped = archive[archive[1]["EncryptionKey"].data]["NS.data"]
        key = aes_key_unwrap(keys[int.from_bytes(wrapped[:4], "little")], wrapped[4:])
        plain = decrypt((folder / number[:2] / number).read_bytes(), key)
        assert len(plain) == archive[1]["Size"]
        if path.endswith("sms.db"):
            assert plain.startswith(b"SQLite format 3\0")
    with pytest.raises(InvalidUnwrap):
        class_keys(manifest, b"wrong")


def test_the_plain_backup_leaves_out_what_a_backup_never_holds(delivered):
    (folder,) = (delivered / "ios" / "tom-iphone-backup").iterdir()
    paths = {path for _, _, path, _ in manifest_rows(folder / "Manifest.db")}
    assert "Library/SMS/sms.db" in paths
    assert not any("routined" in path or "CallHistory" in path or path.endswith("-wal") for path in paths)
    assert plistlib.loads((folder / "Info.plist").read_bytes())["IMEI"] == "001000000000025"


@needs_tools
def test_images_hold_the_user_data_and_are_the_same_each_time(tmp_path):
    pytsk3 = pytest.importorskip("pytsk3")
    for name in ("one", "two"):
        make(read_scenario(find_scenario(Path("first-phone"))), tmp_path / name, containers=(*IMAGES, "folder"))
    for suffix in (".ext4.img", ".f2fs.img", ".E01"):
        first, second = (tmp_path / name / f"maya-android{suffix}" for name in ("one", "two"))
        assert hashlib.sha256(first.read_bytes()).digest() == hashlib.sha256(second.read_bytes()).digest(), suffix
    system = pytsk3.FS_Info(pytsk3.Img_Info(str(tmp_path / "one" / "maya-android.ext4.img")))
    data = tmp_path / "one" / "maya-android" / "data"
    for name, content in contents(data).items():
        file = system.open(f"/{name}")
        assert (file.read_random(0, len(content)) if content else b"") == content
        assert file.info.meta.mtime == int((data / name).stat().st_mtime)


@needs_tools
def test_the_e01_holds_the_image_and_states_its_hash(tmp_path):
    pyewf = pytest.importorskip("pyewf")
    make(read_scenario(find_scenario(Path("first-phone"))), tmp_path / "made", containers=("ext4", "e01"))
    raw = (tmp_path / "made" / "maya-android.ext4.img").read_bytes()
    image = pyewf.handle()
    image.open([str(tmp_path / "made" / "maya-android.E01")])
    assert image.get_media_size() == len(raw)
    assert image.read(len(raw)) == raw
    assert image.get_hash_values()["MD5"] == hashlib.md5(raw).hexdigest()
    image.close()


def test_a_relative_folder_will_do_for_every_container(tmp_path, monkeypatch):
    from click.testing import CliRunner

    from phonefx.cli.synth import command

    monkeypatch.chdir(tmp_path)
    arguments = ["first-phone", "made", *(f"--container={name}" for name in ("zip", "ab", "logical"))]
    done = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert {path.name for path in (tmp_path / "made").iterdir()} >= {"maya-android.zip", "maya-android.ab", "key.json"}
