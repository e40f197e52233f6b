"""A small phone tree, and the containers that hold it."""

from __future__ import annotations

import sqlite3
import tarfile
import zipfile
from pathlib import Path

import pytest

from phonefx.evidence import Exhibit

# No zeros at the end of the first: mke2fs 1.47 cuts those off where it keeps data in the inode.
PHONE = {
    "data/data/com.android.providers.telephony/databases/mmssms.db": b"SQLite format 3\0" + bytes(range(1, 256)) * 16,
    "data/data/com.android.providers.telephony/databases/mmssms.db-wal": b"wal" * 700,
    "data/data/org.example.chat/shared_prefs/settings.xml": b"<map/>",
    "data/user/10/org.example.chat/databases/chat.db": b"other user" * 1000,
    "data/user_de/0/com.android.providers.telephony/databases/mmssms.db": b"device encrypted",
    "data/media/0/DCIM/Camera/IMG_20240102_030405.jpg": bytes(range(256)) * 300,
    "data/media/0/Download/na\u00efve \u4f60\u597d \U0001f600.txt": "gr\u00fc\u00df\n".encode(),
    "data/system/empty": b"",
}
STAMP = 1_704_164_645


@pytest.fixture
def phone(tmp_path: Path) -> Path:
    """The tree as a folder."""
    root = tmp_path / "phone"
    for name, data in PHONE.items():
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return root


@pytest.fixture
def phone_zip(phone: Path, tmp_path: Path) -> Path:
    target = tmp_path / "phone.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in PHONE:
            archive.write(phone / name, name)
    return target


@pytest.fixture
def phone_tar(phone: Path, tmp_path: Path) -> Path:
    target = tmp_path / "phone.tar"
    with tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as archive:
        for name in PHONE:
            archive.add(phone / name, name)
    return target


def contents(exhibit) -> dict[str, bytes]:
    """Device path to content of every live file."""
    found = {}
    for entry in exhibit.entries():
        if entry.form == "file":
            with exhibit.open(entry) as stream:
                data = stream.read()
            assert len(data) == entry.size, entry
            found[entry.path] = data
    return found


EXPECTED = {"/" + name: data for name, data in PHONE.items()}


def database(path: Path, *statements: str) -> Path:
    """Make a database out of SQL."""
    connection = sqlite3.connect(path)
    try:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    finally:
        connection.close()
    return path


def innermost(exhibit):
    """The exhibit inside those that open what lies in it."""
    while isinstance(getattr(exhibit, "outer", None), Exhibit):
        exhibit = exhibit.outer
    return exhibit
