from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phonefx.errors import Damaged, EvidenceError, HostileEvidence, PasswordNeeded, WrongPassword
from phonefx.evidence import Limits, open_exhibit
from phonefx.evidence.backups.cbc import CbcBlob
from phonefx.evidence.backups.keybag import Keybag
from phonefx.evidence.backups.manifest import mbdb_rows
from phonefx.evidence.blobs import BytesBlob

from . import backup_maker as maker
from .conftest import contents, innermost

PASSWORD = "correct horse \u00e4\U0001f600"


def files(exhibit) -> dict[str, bytes]:
    return {path: data for path, data in contents(exhibit).items() if path.startswith("/private/")}


def test_an_itunes_backup_gives_device_paths_times_and_facts(tmp_path):
    with open_exhibit(maker.itunes(tmp_path / "udid")) as exhibit:
        assert exhibit.kind == "itunes backup (folder)"
        assert files(exhibit) == maker.EXPECTED
        entry = exhibit.find("HomeDomain/Library/SMS/sms.db")
        assert (entry.path, entry.mtime_us) == ("/private/var/mobile/Library/SMS/sms.db", maker.STAMP * 1_000_000)
        facts = exhibit.facts()
        assert (facts["Device Name"], facts["Lockdown ProductVersion"]) == ("Ada's iPhone", "16.3")
        assert [problem.code for problem in exhibit.problems] == ["missing-files"]
        assert {"Info.plist", "Manifest.db"} <= {entry.stored for entry in exhibit.entries()}


@pytest.mark.parametrize("modern", [True, False])
def test_an_encrypted_backup_opens_with_its_password_alone(modern, tmp_path):
    folder = maker.itunes(tmp_path / "udid", PASSWORD, modern=modern)
    with open_exhibit(folder, password=PASSWORD) as exhibit:
        assert exhibit.kind == "itunes backup, encrypted (folder)"
        assert files(exhibit) == maker.EXPECTED
    with pytest.raises(PasswordNeeded):
        open_exhibit(folder)
    with pytest.raises(WrongPassword):
        open_exhibit(folder, password="wrong")


def test_an_encrypted_backup_without_password_shows_its_property_lists_and_known_names(tmp_path):
    with open_exhibit(maker.itunes(tmp_path / "udid", PASSWORD), password="") as exhibit:
        assert exhibit.facts()["Device Name"] == "Ada's iPhone"
        assert "/private/var/mobile/Library/SMS/sms.db" in {entry.path for entry in exhibit.entries()}
        assert "encrypted" in {problem.code for problem in exhibit.problems}


def test_a_file_of_a_class_without_key_is_refused_with_the_reason(tmp_path):
    folder = maker.itunes(tmp_path / "udid", PASSWORD)
    with open_exhibit(folder, password=PASSWORD) as exhibit:
        entry = exhibit.find("HomeDomain/Library/SMS/sms.db")
        place, wrapped, size = entry.ident
        entry = entry._replace(ident=(place, (9).to_bytes(4, "little") + wrapped[4:], size))
        with pytest.raises(EvidenceError, match="class 9"):
            exhibit.open(entry)


def test_the_published_key_vector_is_met():
    bag = maker.tlv(b"VERS", 4) + maker.tlv(b"TYPE", 1) + maker.tlv(b"UUID", b"\x11" * 16)
    bag += maker.tlv(b"HMCK", bytes(40)) + maker.tlv(b"WRAP", 1)
    bag += maker.tlv(b"SALT", bytes(range(0x40, 0x54))) + maker.tlv(b"ITER", 100) + maker.tlv(b"DPWT", 4)
    bag += maker.tlv(b"DPIC", 1000) + maker.tlv(b"DPSL", bytes(range(0x20, 0x34))) + maker.tlv(b"UUID", b"\x22" * 16)
    wrapped = "c8aff149ecc9316b9fe7c497d0e585a7182f9a2e18c0b0872f3e0e9921917252bbab1fda5c14cdf6"
    bag += maker.tlv(b"CLAS", 3) + maker.tlv(b"WRAP", 2) + maker.tlv(b"KTYP", 0)
    bag += maker.tlv(b"WPKY", bytes.fromhex(wrapped))
    keys = Keybag.read(bag)
    keys.unlock("correct horse", "vector")
    assert keys.keys == {3: bytes(range(0x60, 0x80))}
    stored = "030000009f80f185796ea5f81558e37f1d5310b7aa1635690f44241fe74f837155349182bb48f3fd3885c557"
    key = keys.unwrap(bytes.fromhex(stored))
    assert key == bytes(range(0x80, 0xA0))
    cipher = bytes.fromhex("6749623bfab6bc54a854d44b2f4ed62edf52bf856fcb5ada995625a46dbb457f")
    assert CbcBlob(BytesBlob(cipher), key).read_at(0, 99) == b"phonefx test file\n"
    assert CbcBlob(BytesBlob(cipher), key, size=18).read_at(8, 4) == b"test"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 220), st.integers(0, 220))
def test_cbc_reads_anywhere(data, offset, size):
    blob = CbcBlob(BytesBlob(maker.aes_cbc(b"k" * 32, data)), b"k" * 32)
    assert blob.size == len(data)
    assert blob.read_at(offset, size) == data[offset : offset + size]


def test_old_backups_with_mbdb_give_the_same(tmp_path):
    with open_exhibit(maker.mbdb(tmp_path / "udid")) as exhibit:
        assert files(exhibit) == maker.EXPECTED
        assert exhibit.find("HomeDomain/Library/SMS/sms.db").mtime_us == maker.STAMP * 1_000_000
        assert exhibit.problems == []


def test_a_cut_list_gives_what_is_in_front_of_the_cut(tmp_path):
    folder = maker.mbdb(tmp_path / "udid")
    data = (folder / "Manifest.mbdb").read_bytes()
    (folder / "Manifest.mbdb").write_bytes(data[: len(data) * 2 // 3])
    with open_exhibit(folder) as exhibit:
        found = files(exhibit)
        assert "damaged-manifest" in {problem.code for problem in exhibit.problems}
        assert maker.EXPECTED.items() >= {p: d for p, d in found.items() if p in maker.EXPECTED}.items()
        assert len(found) >= 3


@pytest.mark.parametrize("form", ["zip", "tar", "subfolder", "zip at its root"])
def test_a_backup_in_an_archive_or_folder_is_found(form, tmp_path):
    folder = maker.itunes(tmp_path / "work" / "00008020-001A", PASSWORD)
    if form == "subfolder":
        target = tmp_path / "work"
    elif form == "tar":
        target = tmp_path / "backup.tar"
        with tarfile.open(target, "w") as archive:
            archive.add(folder, "00008020-001A")
    else:
        target = tmp_path / "backup.zip"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                archive.write(path, path.relative_to(folder if form == "zip at its root" else folder.parent))
    with open_exhibit(target, password=PASSWORD, scratch=tmp_path / "scratch") as exhibit:
        assert files(exhibit) == maker.EXPECTED
        prefix = "" if form == "zip at its root" else "00008020-001A/"
        assert exhibit.find(f"{prefix}HomeDomain/Library/SMS/sms.db") is not None


def test_two_backups_in_one_folder_are_both_read(tmp_path):
    maker.itunes(tmp_path / "all" / "first")
    maker.mbdb(tmp_path / "all" / "second")
    (tmp_path / "all" / "notes.txt").write_text("handed over by the lab")
    with open_exhibit(tmp_path / "all") as exhibit:
        stored = [entry.stored for entry in exhibit.entries()]
        assert len(stored) == len(set(stored))
        for prefix in ("first", "second"):
            entry = exhibit.find(f"{prefix}/HomeDomain/Library/SMS/sms.db")
            assert exhibit.open(entry).read() == maker.EXPECTED["/private/var/mobile/Library/SMS/sms.db"]
        assert "notes.txt" in stored


def test_files_without_a_row_are_given_as_leftovers(tmp_path):
    folder = maker.itunes(tmp_path / "udid")
    stray = maker.name_of("HomeDomain", "Library/Voicemail/voicemail.db")
    (folder / stray[:2]).mkdir(exist_ok=True)
    (folder / stray[:2] / stray).write_bytes(b"left over")
    with open_exhibit(folder) as exhibit:
        entry = exhibit.find(f"{stray[:2]}/{stray}")
        assert entry.path == "/private/var/mobile/Library/Voicemail/voicemail.db"
        assert exhibit.open(entry).read() == b"left over"
        assert "unlisted" in {problem.code for problem in exhibit.problems}


def test_a_hostile_manifest_is_refused_or_read_in_part(tmp_path):
    folder = maker.itunes(tmp_path / "udid")
    connection = sqlite3.connect(folder / "Manifest.db")
    connection.execute("ALTER TABLE Files RENAME TO Hidden")
    connection.execute("CREATE VIEW Files AS SELECT * FROM Hidden")
    connection.commit()
    connection.close()
    with open_exhibit(folder) as exhibit, pytest.raises(Damaged):
        list(exhibit.entries())


def test_entities_in_a_property_list_of_a_backup_are_told_and_the_rest_is_read(tmp_path):
    folder = maker.itunes(tmp_path / "udid")
    names = '<!DOCTYPE plist [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    bomb = f"{names}<plist><dict><key>x</key><string>&b;</string></dict></plist>"
    (folder / "Info.plist").write_text(bomb)
    with open_exhibit(folder) as exhibit:
        assert contents(exhibit)
        told = {each.path: each.message for each in exhibit.problems}
    assert "declares entities" in told["Info.plist"]


def test_absurd_rounds_are_refused():
    bag = maker.tlv(b"VERS", 4) + maker.tlv(b"UUID", b"u" * 16) + maker.tlv(b"SALT", b"s" * 20)
    for rounds in (0xFFFFFFFF, b"\x01" * 5000):  # a number of 12,000 digits is more than Python prints
        with pytest.raises(HostileEvidence):
            Keybag.read(bag + maker.tlv(b"ITER", rounds)).unlock("x", "name")


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_as_a_list_of_files_end(data):
    told = []
    list(mbdb_rows(b"mbdb\5\0" + data, Limits(), lambda *each: told.append(each)))


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_as_a_keybag_end(data):
    try:
        Keybag.read(data)
    except EvidenceError as error:
        assert str(error)


def test_the_public_backup_meets_its_truth(corpus):
    truth = json.loads((corpus / "TRUTH.json").read_text())["files"]
    with open_exhibit(corpus / "ios_backup_mvt") as exhibit:
        found = {entry.stored: entry for entry in exhibit.entries()}
        hashed = 0
        for entry in found.values():
            if entry.form == "file" and isinstance(entry.ident, tuple) and "/" in str(entry.ident[0]):
                digest = hashlib.sha256(exhibit.open(entry).read()).hexdigest()
                assert digest == truth[f"ios_backup_mvt/{entry.ident[0]}"]["sha256"]
                hashed += 1
        assert hashed == 11
        assert sum(entry.form == "dir" for entry in found.values()) == 2618
        assert sum(entry.form == "link" for entry in found.values()) == 14
        problems = {problem.code: problem for problem in exhibit.problems}
        assert problems["missing-files"].message.startswith("1079 files")
        assert problems["unlisted"].path == "e7/e794f6ffcc3c222535f47684a63d5178da3c4500"
        assert exhibit.facts()["Product Version"] == "14.3"


# --- Android backups ---


@pytest.mark.parametrize("version", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("compressed", [True, False])
@pytest.mark.parametrize("password", [None, "123456"])
def test_android_backups_of_every_version_give_device_paths(version, compressed, password, tmp_path):
    target = tmp_path / "backup.ab"
    target.write_bytes(maker.android(version, compressed=compressed, password=password))
    with open_exhibit(target, password=password, scratch=tmp_path / "scratch") as exhibit:
        found = contents(exhibit)
        assert found.keys() == maker.ANDROID_PATHS
        assert sorted(found.values()) == sorted(maker.ANDROID.values())
        assert exhibit.facts()["version"] == str(version)
        assert exhibit.problems == []


def test_passwords_of_android_backups(tmp_path):
    target = tmp_path / "backup.ab"
    target.write_bytes(maker.android(5, compressed=True, password="123456"))
    with pytest.raises(PasswordNeeded):
        open_exhibit(target)
    for wrong in ("", "1234567", "\U0001f600"):
        with pytest.raises(WrongPassword):
            open_exhibit(target, password=wrong)


def test_a_wrapped_backup_of_another_maker_opens(tmp_path):
    target = tmp_path / "chat.bak"
    target.write_bytes(b"MIUI BACKUP\n2\norg.example.chat Chat\n-1\n0\n" + maker.android(5, compressed=False))
    with open_exhibit(target) as exhibit:
        assert contents(exhibit).keys() == maker.ANDROID_PATHS
        assert exhibit.facts()["wrapper"].startswith("MIUI BACKUP 2 org.example.chat")


def test_a_cut_android_backup_gives_what_is_there(tmp_path):
    data = maker.android(5, compressed=True)
    target = tmp_path / "backup.ab"
    target.write_bytes(data[: len(data) - 60])
    with open_exhibit(target) as exhibit:
        assert len(list(exhibit.entries())) >= 1
        assert {"truncated", "damaged"} & {problem.code for problem in exhibit.problems}


def test_the_public_android_backups_meet_their_truth(corpus):
    truth = json.loads((corpus / "TRUTH.json").read_text())["files"]
    for name, password in (("backup_v1_deflate.ab", None), ("backup_v5_aes256_password-123456.ab", "123456")):
        facts = truth[f"android_ab/{name}"]["facts"]
        with open_exhibit(corpus / "android_ab" / name, password=password) as exhibit:
            payload = innermost(exhibit).blob_
            tar = payload.read_at(0, payload.size)
            assert hashlib.sha256(tar).hexdigest() == facts["tar_sha256"]
            assert [[entry.stored, entry.size] for entry in exhibit.entries()] == facts["members"]


def test_the_public_android_backup_equals_its_unpacked_folder(corpus, tmp_path):
    shutil.copytree(corpus / "android_ab" / "unpacked", tmp_path / "unpacked")
    with (
        open_exhibit(tmp_path / "unpacked") as folder,
        open_exhibit(corpus / "android_ab" / "backup_v1_deflate.ab") as backup,
    ):
        assert contents(folder) == contents(backup)


def test_made_backups_lie_where_real_ones_do(tmp_path):
    folder = maker.itunes(tmp_path / "udid")
    assert (folder / "3d" / "3d0d7e5fb2ce288813306e4d4636395e047a3d28").is_file()
    assert Path(folder, "Manifest.db").read_bytes().startswith(b"SQLite format 3")
