"""The same phone gives the same items, byte for byte, whatever it is packed in."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import lzma
import shutil
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from phonefx.case.ingest import ExhibitSpec, Options, process
from phonefx.case.progress import Progress
from phonefx.case.store import Case
from phonefx.evidence import open_exhibit
from phonefx.evidence.images.exhibit import image_of
from phonefx.records import PARTS, kind_name
from phonefx.synth.library import find_scenario
from phonefx.synth.make import make
from phonefx.synth.pack.containers import CONTAINERS
from phonefx.synth.scenario import read_scenario

from . import apfs_maker, backup_maker, disks, exfat_maker, f2fs_maker
from .zip_maker import Piece, archive, changed, zip64

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

IMAGES = Path(__file__).resolve().parents[1] / "images"
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


def digest(found: list[tuple[object, ...]]) -> str:
    """One hash over all items, in which nothing names the container."""
    return hashlib.sha256(repr(found).encode("utf-8", "surrogateescape")).hexdigest()


def taken(folder: Path, places: dict[str, Path], password: str | None = None) -> Case:
    specs = [ExhibitSpec(f"E{number}", path) for number, path in enumerate(places.values(), 1)]
    return process(specs, folder, Options(jobs=1, password=password), Progress())


def compare(case: Case, places: dict[str, Path], *under: str) -> int:
    """Every exhibit has the items of the first, as far as they lie under one of these device paths."""
    first, *others = (
        [item for each in under for item in items(case, f"E{number}", each)] for number in range(1, len(places) + 1)
    )
    for name, other in zip(list(places)[1:], others, strict=True):
        assert len(other) == len(first), name
        for one, two in zip(first, other, strict=True):
            assert one == two, name
        assert digest(other) == digest(first), name
    return len(first)


def inflated(tar: Path, out: Path) -> dict[str, Path]:
    """A tar archive under each compression that is read, by the standard library and by GNU tar."""
    made = {}
    packers = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zst": zstd.compress}
    for name, pack in packers.items():
        made[f"tar.{name}"] = out / f"phone.tar.{name}"
        made[f"tar.{name}"].write_bytes(pack(tar.read_bytes()))
    made["gzip in two members"] = out / "two.tar.gz"
    data = tar.read_bytes()
    made["gzip in two members"].write_bytes(gzip.compress(data[:70_000]) + gzip.compress(data[70_000:]))
    return made


def tars(folder: Path, out: Path) -> dict[str, Path]:
    """The tree of a phone in tar archives of GNU tar, plain and packed."""
    made = {}
    for form in ("gnu", "ustar", "posix"):
        made[f"{form} tar"] = out / f"{form}.tar"
        disks.run("tar", f"--format={form}", "-C", folder, "-cf", made[f"{form} tar"], ".")
    return made | inflated(made["gnu tar"], out)


def nested(folder: Path, out: Path) -> dict[str, Path]:
    """A zip archive inside other containers, as acquisition tools deliver it."""
    made = {}
    for name, method in (("zip in zip", zipfile.ZIP_STORED), ("zip packed in zip", zipfile.ZIP_DEFLATED)):
        made[name] = out / f"{name}.zip"
        with zipfile.ZipFile(made[name], "w", method) as archive:
            archive.write(folder.with_suffix(".zip"), "Phone 1/EXTRACTION_FFS.zip")
    made["folder with ufd"] = out / "delivered"
    made["folder with ufd"].mkdir()
    shutil.copy(folder.with_suffix(".zip"), made["folder with ufd"] / "EXTRACTION_FFS.zip")
    (made["folder with ufd"] / "EXTRACTION_FFS.ufd").write_text("[General]\nDevice=Phone\n")
    return made


def zips(folder: Path, out: Path) -> dict[str, Path]:
    """Zip archives of Info-ZIP and 7-Zip, and those that no tool here writes."""
    made = {"Info-ZIP": out / "info.zip"}
    disks.run("zip", "-q", "-r", made["Info-ZIP"], ".", cwd=folder)
    options = {"deflate64": ["-mm=Deflate64"], "bzip2": ["-mm=BZip2"], "lzma": ["-mm=LZMA"], "stored": ["-mm=Copy"],
               "AES": ["-mem=AES256", f"-p{PASSWORD}"], "ZipCrypto": ["-mem=ZipCrypto", f"-p{PASSWORD}"]}  # fmt: skip
    for name, given in options.items():
        made[f"zip, {name}"] = out / f"{name}.zip"
        disks.run("7zz", "a", "-tzip", "-bd", *given, made[f"zip, {name}"], ".", cwd=folder)
    plain = [(str(path.relative_to(folder)).encode(), path) for path in sorted(folder.rglob("*")) if path.is_file()]
    pieces = [Piece(name, path.read_bytes(), 8, extra=changed(int(path.stat().st_mtime))) for name, path in plain]
    made["zip, zstd"] = out / "zstd.zip"
    frames = [replace(piece, method=93, packed=zstd.compress(piece.data)) for piece in pieces]
    made["zip, zstd"].write_bytes(archive(*frames))
    made["zip64"] = out / "zip64.zip"
    made["zip64"].write_bytes(zip64(*pieces))
    made["zip without directory"] = out / "cut.zip"
    whole = archive(*pieces)
    made["zip without directory"].write_bytes(whole[: whole.index(b"PK\1\2")])
    return made


def images(android: Path, out: Path, tree: Path) -> dict[str, Path]:
    """An image of userdata in every packing, and the same tree in other file systems."""
    image = android / f"{NAME}{CONTAINERS['ext4'].suffix}"
    made = {
        "gpt disk": disks.gpt([("userdata", image)], out / "disk.bin"),
        "mbr disk": disks.mbr(image, out / "mbr.dd"),
    }
    made["gpt disk, 4096-byte sectors"] = disks.gpt([("userdata", image)], out / "ufs.bin", 4096)
    disks.run("img2simg", image, out / "userdata.simg")
    made["sparse image"] = out / "userdata.simg"
    data = image.read_bytes()
    part = len(data) // 3 + 1
    for number, start in enumerate(range(0, len(data), part), 1):
        (out / f"split.{number:03d}").write_bytes(data[start : start + part])
    made["split image"] = out / "split.001"
    made["E01 in segments"] = disks.e01(image, out / "set", "-c", "deflate:best")
    made["exFAT"] = exfat_maker.fill(tree, out / "exfat.img")
    disks.run("fsck.exfat", "-n", made["exFAT"])
    made["FAT"] = disks.fat(tree, out / "fat.img", 24)
    for name, algorithm in (("LZ4", f2fs_maker.LZ4), ("Zstandard", f2fs_maker.ZSTD)):
        made[f"F2FS, {name}"] = f2fs_maker.image_of(tree, out / f"{name}.img")
        assert f2fs_maker.compress_all(made[f"F2FS, {name}"], algorithm) > 20
    return made


NAME, PASSWORD = "maya-android", "training"


@pytest.fixture(scope="module")
def android(tmp_path_factory) -> Path:
    for tool in ("mke2fs", "mkfs.f2fs", "sload.f2fs", "img2simg"):
        disks.tool(tool)
    out = tmp_path_factory.mktemp("android") / "made"
    chosen = ("folder", "zip", "tar", "ext4", "f2fs", "e01")
    make(read_scenario(find_scenario(Path("first-phone"))), out, containers=chosen)
    return out


@pytest.mark.parametrize("packed", [tars, zips, nested])
def test_an_android_phone_in_every_archive(packed, android: Path, tmp_path: Path):
    places = {each: android / f"{NAME}{CONTAINERS[each].suffix}" for each in ("folder", "zip", "tar")}
    if packed is not tars:
        del places["tar"]
    places |= packed(places["folder"], tmp_path)
    with taken(tmp_path / "case", places, PASSWORD) as case:
        assert compare(case, places, "/data/", "/system/") > 50
        kinds = {row[0] for row in case.db.execute("SELECT DISTINCT kind FROM item")}
        assert {"message", "call"} <= kinds


def test_an_android_phone_in_every_image(android: Path, tmp_path: Path):
    places = {each: android / f"{NAME}{CONTAINERS[each].suffix}" for each in ("folder", "ext4", "f2fs", "e01")}
    places |= images(android, tmp_path, places["folder"])
    with taken(tmp_path / "case", places) as case:
        assert compare(case, places, "/data/") > 50
        readers = dict(case.db.execute("SELECT label, reader FROM exhibit").fetchall())
        named = dict(zip(places, readers.values(), strict=True))
        assert named["f2fs"] == "own"
        assert all(named[each].startswith("pytsk3 ") for each in ("ext4", "FAT", "exFAT", "mbr disk"))


def test_an_android_phone_in_an_ex01_set(tmp_path: Path):
    places = {"zip": IMAGES / "first-phone.zip", "Ex01": IMAGES / "first-phone.Ex01"}
    with taken(tmp_path / "case", places) as case:
        assert compare(case, places, "/data/") > 50
        assert not case.db.execute("SELECT * FROM problem").fetchall()


def test_an_android_phone_in_disks_of_virtual_machines(tmp_path: Path):
    for module in ("pyvmdk", "pyvhdi"):
        pytest.importorskip(module)
    places = {"zip": IMAGES / "first-phone.zip"}
    with open_exhibit(IMAGES / "first-phone.Ex01") as exhibit:
        disk = image_of(exhibit).disk
        (tmp_path / "userdata.img").write_bytes(disk.read_at(0, disk.size))
    packed = ("vmdk", "-o", "subformat=streamOptimized")
    forms = {"QCOW2": ("qcow2", "-c"), "VMDK": packed, "VHD": ("vpc",), "VHDX": ("vhdx",)}
    for name, (form, *options) in forms.items():
        places[name] = disks.virtual(tmp_path / "userdata.img", tmp_path / name, form, *options)
    with taken(tmp_path / "case", places) as case:
        assert compare(case, places, "/data/") > 50
        assert not case.db.execute("SELECT * FROM problem").fetchall()
        readers = [reader for (reader,) in case.db.execute("SELECT reader FROM exhibit ORDER BY id")]
        starts = ("own", "pytsk3 ", "pyvmdk ", "pyvhdi ", "pyvhdi ")
        assert all(reader.startswith(start) for reader, start in zip(readers, starts, strict=True))
        assert all("pytsk3 " in reader for reader in readers[1:])


DOMAINS = {"mobile": "HomeDomain", "wireless": "WirelessDomain", "root": "RootDomain"}


def backups(phone: Path, out: Path) -> dict[str, Path]:
    """What a phone has below /private/var in iTunes backups of every generation, and in archives of them."""
    files = {}
    for path in sorted(path for path in (phone / "private" / "var").rglob("*") if path.is_file()):
        top, _, below = path.relative_to(phone / "private" / "var").as_posix().partition("/")
        if top in DOMAINS:
            files[DOMAINS[top], below] = path.read_bytes()
    made = {
        "backup": backup_maker.itunes(out / "backup", files=files),
        "encrypted backup": backup_maker.itunes(out / "encrypted", PASSWORD, files=files),
        "encrypted backup before iOS 10.2": backup_maker.itunes(out / "older", PASSWORD, modern=False, files=files),
        "Manifest.mbdb": backup_maker.mbdb(out / "mbdb", files),
    }
    for name in ("encrypted backup", "Manifest.mbdb"):
        for form in ("zip", "gztar"):
            packed = shutil.make_archive(
                str(out / f"{made[name].name}-{form}"), form, made[name].parent, made[name].name
            )
            made[f"{name} in {form}"] = Path(packed)
    return made


@pytest.fixture(scope="module")
def iphone(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("ios") / "made"
    make(read_scenario(find_scenario(Path("first-iphone"))), out, containers=("folder", "zip", "tar"))
    return out / "tom-iphone"


def test_an_iphone_in_backups_of_every_generation(iphone: Path, tmp_path: Path):
    places = {"folder": iphone, **backups(iphone, tmp_path)}
    with taken(tmp_path / "case", places, PASSWORD) as case:
        assert compare(case, places, *(f"/private/var/{each}/" for each in DOMAINS)) > 50


def test_an_iphone_in_archives_and_images(iphone: Path, tmp_path: Path):
    places = {"folder": iphone, "zip": iphone.with_suffix(".zip"), "tar": iphone.with_suffix(".tar")}
    places["ext4"] = disks.ext4(iphone, tmp_path / "ext4.img", 16)
    places["HFS+"] = disks.hfs(iphone, tmp_path / "hfs.img")
    pytest.importorskip("pyfsapfs")
    volume = apfs_maker.image_of(iphone, tmp_path / "apfs.img")
    places["APFS"] = disks.virtual(volume, tmp_path / "apfs.qcow2", "qcow2")
    places["GPT with HFS+"] = disks.gpt([("Data", places["HFS+"])], tmp_path / "gpt.dd")
    with taken(tmp_path / "case", places) as case:
        held = [f"/private/var/{each}/" for each in ("mobile/Library", "wireless", "root")]
        assert compare(case, places, *held) > 50
        assert not case.db.execute("SELECT * FROM problem WHERE code LIKE 'unreadable%'").fetchall()


APPS = ("com.android.providers.telephony", "com.android.providers.contacts")
FOLDERS = {"databases": "db", "shared_prefs": "sp", "files": "f", "app_parts": "r/app_parts"}


def app_backups(phone: Path, out: Path) -> dict[str, Path]:
    """The private storage of two apps as Android backups of every version."""
    files = {}
    for user, mark in (("data", ""), ("user_de/0", "d_")):
        for app in APPS:
            for path in sorted(path for path in (phone / "data" / user / app).rglob("*") if path.is_file()):
                top, _, below = path.relative_to(phone / "data" / user / app).as_posix().partition("/")
                files[f"apps/{app}/{mark}{FOLDERS[top]}/{below}"] = path.read_bytes()
    made = {}
    for version in range(1, 6):
        for password, packed in ((None, version % 2 == 0), (PASSWORD, version % 2 == 1), (None, version % 2 == 1)):
            name = f"v{version}{' packed' if packed else ''}{' encrypted' if password else ''}"
            made[name] = out / f"{name}.ab"
            made[name].write_bytes(backup_maker.android(version, compressed=packed, password=password, files=files))
    return made


def test_apps_in_android_backups_of_every_version(android: Path, tmp_path: Path):
    places = {"folder": android / NAME, **app_backups(android / NAME, tmp_path)}
    with taken(tmp_path / "case", places, PASSWORD) as case:
        storages = (f"/data/{user}/{app}/" for app in APPS for user in ("data", "user_de/0"))
        assert compare(case, places, *storages) > 20
