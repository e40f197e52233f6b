"""The same phone gives the same items, byte for byte, whatever it is packed in."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.case.store import Case
from phonefx.evidence import open_exhibit
from phonefx.records import PARTS, kind_name
from phonefx.synth.library import find_scenario
from phonefx.synth.make import make
from phonefx.synth.pack.containers import CONTAINERS
from phonefx.synth.scenario import read_scenario

from . import disks

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ITEM = "kind, state, time_us, parser, key, basis, path, sha256, table_name, version"


def items(case: Case, label: str, under: str) -> list[tuple[object, ...]]:
    """Every item of an exhibit with all its values and parts; the files they name by path and hash."""
    query = f"SELECT id, {ITEM} FROM item WHERE exhibit = ? AND path LIKE ? ORDER BY path, parser, table_name, key, id"
    found = []
    for number, kind, *rest in case.db.execute(query, (label, under + "%")).fetchall():
        values = [(kind, *rest), *_rows(case, kind, number)]
        found.append(tuple(values + [row for part in PARTS for row in _rows(case, kind_name(part), number)]))
    return found


def _rows(case: Case, table: str, item: int) -> list[tuple[object, ...]]:
    listed = [row[1] for row in case.db.execute(f"PRAGMA table_info({table})")]
    asked = ", ".join(
        f"(SELECT path || sha256 FROM file WHERE file.id = t.{name})" if name == "file" else f't."{name}"'
        for name in listed
        if name not in {"id", "item", "source"}
    )
    return sorted(case.db.execute(f"SELECT {asked} FROM {table} AS t WHERE item = ?", (item,)).fetchall(), key=repr)


def taken(folder: Path, places: dict[str, Path], password: str | None = None) -> Case:
    specs = [ExhibitSpec(f"E{number}", path) for number, path in enumerate(places.values(), 1)]
    return process(specs, folder, Options(jobs=1, password=password), Progress())


def compare(case: Case, places: dict[str, Path], under: str) -> int:
    first, *others = (items(case, f"E{number}", under) for number in range(1, len(places) + 1))
    for name, other in zip(list(places)[1:], others, strict=True):
        assert len(other) == len(first), name
        for one, two in zip(first, other, strict=True):
            assert one == two, name
    return len(first)


def packed_again(folder: Path, out: Path) -> dict[str, Path]:
    """Further ways of packing a folder, with other tools than the maker's."""
    made = {}
    tar = out / "gnu.tar"
    subprocess.run(["tar", "--format=gnu", "-C", str(folder), "-cf", str(tar), "."], check=True)
    for name, data in (("tar.gz", gzip.compress(tar.read_bytes())), ("tar.zst", zstd.compress(tar.read_bytes()))):
        made[name] = out / f"phone.{name}"
        made[name].write_bytes(data)
    made["gnu tar"] = tar
    for name, method in (("zip in zip", zipfile.ZIP_STORED), ("zip packed in zip", zipfile.ZIP_DEFLATED)):
        made[name] = out / f"{name}.zip"
        with zipfile.ZipFile(made[name], "w", method) as archive:
            archive.write(folder.with_suffix(".zip"), "Phone 1/EXTRACTION_FFS.zip")
    return made


@pytest.fixture(scope="module")
def android(tmp_path_factory) -> Path:
    for tool in ("mke2fs", "mkfs.f2fs", "sload.f2fs", "img2simg"):
        disks.tool(tool)
    out = tmp_path_factory.mktemp("android") / "made"
    chosen = ("folder", "zip", "tar", "ext4", "f2fs", "e01")
    make(read_scenario(find_scenario(Path("first-phone"))), out, containers=chosen)
    return out


def test_an_android_phone_in_every_container(android: Path, tmp_path: Path):
    name = "maya-android"
    names = ("folder", "zip", "tar", "ext4", "f2fs", "e01")
    places = {each: android / f"{name}{CONTAINERS[each].suffix}" for each in names}
    places |= packed_again(places["folder"], tmp_path)
    image = places["ext4"]
    places["gpt disk"] = disks.gpt([("userdata", image)], tmp_path / "disk.bin")
    disks.run("img2simg", image, tmp_path / "userdata.simg")
    places["sparse image"] = tmp_path / "userdata.simg"
    data = image.read_bytes()
    for number, start in enumerate(range(0, len(data), len(data) // 2 + 1), 1):
        (tmp_path / f"split.{number:03d}").write_bytes(data[start : start + len(data) // 2 + 1])
    places["split image"] = tmp_path / "split.001"
    with taken(tmp_path / "case", places) as case:
        assert compare(case, places, "/data/") > 50
        kinds = {row[0] for row in case.db.execute("SELECT DISTINCT kind FROM item")}
        assert {"message", "call"} <= kinds


def test_an_iphone_in_folder_zip_and_backups(tmp_path: Path):
    chosen = ("folder", "zip", "backup", "backup-encrypted")
    make(read_scenario(find_scenario(Path("first-iphone"))), tmp_path / "made", containers=chosen)
    base = tmp_path / "made" / "tom-iphone"
    places = {"folder": base, "zip": base.with_suffix(".zip")}
    backups = {"backup": Path(f"{base}-backup"), "encrypted": Path(f"{base}-backup-encrypted")}
    shutil.make_archive(str(tmp_path / "packed"), "zip", backups["encrypted"])
    backups["encrypted, in a zip"] = tmp_path / "packed.zip"
    with taken(tmp_path / "case", places) as case:
        assert compare(case, places, "/") > 50
    both = {"encrypted": backups["encrypted"], "in a zip": backups["encrypted, in a zip"]}
    with taken(tmp_path / "backups", both, "training") as case:
        assert compare(case, both, "/private/") > 15
    with open_exhibit(base) as whole, open_exhibit(backups["encrypted"], password="training") as backup:
        original = {entry.path: whole.open(entry).read() for entry in whole.entries() if entry.form == "file"}
        listed = [entry for entry in backup.entries() if entry.form == "file" and entry.path in original]
        assert len(listed) > 5
        for entry in listed:
            if not entry.path.endswith((".db", ".sqlite", ".storedata", ".sqlitedb")):
                assert backup.open(entry).read() == original[entry.path], entry.path
