"""Makes the seeds of the container targets again: `python -m tests.fuzz.container_seeds`."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import sys
import tarfile
import tempfile
from pathlib import Path

from tests.evidence import apfs_maker, backup_maker, disks, exfat_maker, zip_maker
from tests.fuzz.containers import CORPUS, PASSWORD

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

SMALL = {
    "data/data/org.example.chat/databases/chat.db": b"SQLite format 3\0" + bytes(range(200)),
    "data/user/10/org.example.chat/files/a.txt": b"text " * 40,
    "data/media/0/DCIM/na\u00efve \U0001f600.jpg": b"\xff\xd8picture",
}
IOS = {("HomeDomain", "Library/SMS/sms.db"): b"SQLite format 3\0" + bytes(64), ("RootDomain", "a"): b""}


def save(kind: str, name: str, data: bytes) -> None:
    (CORPUS / kind).mkdir(parents=True, exist_ok=True)
    (CORPUS / kind / name).write_bytes(data)


def zips() -> None:
    piece = zip_maker.Piece
    pairs = [(name.encode(), data) for name, data in SMALL.items()]
    times = zip_maker.changed(backup_maker.STAMP)
    made = {
        "deflated": zip_maker.archive(*(piece(name, data, 8, extra=times) for name, data in pairs)),
        "stored": zip_maker.archive(*(piece(name, data) for name, data in pairs), prefix=b"#!", comment=b"note"),
        "zip64": zip_maker.zip64(*(piece(name, data, 8) for name, data in pairs)),
        "zstd": zip_maker.archive(*(piece(name, data, 93, packed=zstd.compress(data)) for name, data in pairs)),
        "bzip2": zip_maker.archive(*(piece(name, data, 12, packed=bz2.compress(data)) for name, data in pairs)),
        "aes": zip_maker.archive(*(zip_maker.aes(name, data, PASSWORD) for name, data in pairs)),
        "twice": zip_maker.archive(piece(b"a", b"1"), piece(b"a", b"2"), piece(b"a/", mode=0o40755)),
        "descriptors": zip_maker.archive(*(piece(name, data, 8, descriptor=True) for name, data in pairs)),
    }
    made["cut"] = made["descriptors"][: made["descriptors"].index(b"PK\1\2")]
    made["nested"] = zip_maker.archive(piece(b"Phone 1/EXTRACTION_FFS.zip", made["deflated"]))
    for name, data in made.items():
        save("zip", name, data)


def tars() -> None:
    for name, form in (("pax", tarfile.PAX_FORMAT), ("gnu", tarfile.GNU_FORMAT), ("ustar", tarfile.USTAR_FORMAT)):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w", format=form, bufsize=512) as archive:
            for path, data in (
                (SMALL | {"long/" * 25 + "x": b"1"}).items() if form != tarfile.USTAR_FORMAT else SMALL.items()
            ):
                info = tarfile.TarInfo(path)
                info.size, info.mtime = len(data), backup_maker.STAMP + 0.5 if form == tarfile.PAX_FORMAT else 1
                archive.addfile(info, io.BytesIO(data))
            for kind, target in (
                (tarfile.LNKTYPE, next(iter(SMALL))),
                (tarfile.SYMTYPE, "/etc"),
                (tarfile.CHRTYPE, ""),
            ):
                info = tarfile.TarInfo(f"kind {kind.decode()}")
                info.type, info.linkname = kind, target
                archive.addfile(info)
        save("tar", name, out.getvalue()[: -8 * 512])
    with tempfile.TemporaryDirectory() as folder:
        holes = Path(folder) / "holes"
        with holes.open("wb") as file:
            file.write(b"begin")
            file.seek(300_000)
            file.write(b"end")
        for form in ("gnu", "posix"):
            disks.run("tar", f"--format={form}", "-S", "-b1", "-C", folder, "-cf", Path(folder) / form, "holes")
            save("tar", f"sparse-{form}", (Path(folder) / form).read_bytes())
    plain = (CORPUS / "tar" / "gnu").read_bytes()
    packers = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zst": zstd.compress}
    for name, pack in packers.items():
        save("packed", name, pack(plain))
    save("packed", "two-members.gz", gzip.compress(plain[:3000]) + gzip.compress(plain[3000:]))


def backups() -> None:
    for version, packed, password in ((1, False, None), (2, True, None), (4, True, PASSWORD), (5, False, PASSWORD)):
        data = backup_maker.android(version, compressed=packed, password=password, files=dict(list(SMALL.items())[:1]))
        save("ab", f"v{version}", data)
    with tempfile.TemporaryDirectory() as folder:
        made = backup_maker.itunes(Path(folder) / "new", files=IOS)
        save("manifest_db", "plain", (made / "Manifest.db").read_bytes())
        made = backup_maker.mbdb(Path(folder) / "old", IOS)
        save("manifest_mbdb", "plain", (made / "Manifest.mbdb").read_bytes())
    save("keybag", "modern", backup_maker.Keys(PASSWORD, modern=True).bag)
    save("keybag", "older", backup_maker.Keys(PASSWORD, modern=False).bag)


def images() -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        for name, data in SMALL.items():
            (out / "tree" / name).parent.mkdir(parents=True, exist_ok=True)
            (out / "tree" / name).write_bytes(data)
        ext4 = disks.ext4(
            out / "tree", out / "ext4.img", 1, "-b", "1024", "-N", "32", "-O", "^has_journal,^resize_inode"
        )
        sparse("ext4", "plain", ext4)
        inline = disks.ext4(
            out / "tree",
            out / "inline.img",
            1,
            "-b",
            "1024",
            "-N",
            "32",
            "-O",
            "^has_journal,^resize_inode,inline_data",
        )
        sparse("ext4", "inline", inline)
        sparse("fat", "fat12", disks.fat(out / "tree", out / "fat.img", 1))
        sparse("exfat", "plain", exfat_maker.fill(out / "tree", out / "exfat.img"))
        sparse("hfs", "plain", disks.hfs(out / "tree", out / "hfs.img"))
        sparse("f2fs", "plain", disks.f2fs(out / "tree", out / "f2fs.img", 64))
        sparse("apfs", "plain", apfs_maker.image_of(out / "tree", out / "apfs.img"))
        sparse("disk", "gpt", disks.gpt([("userdata", ext4)], out / "gpt.img"))
        sparse("disk", "mbr", disks.mbr(ext4, out / "mbr.img"))
        save("e01", "best", disks.e01(ext4, out / "best", "-c", "deflate:best").read_bytes())
        save("e01", "ftk", disks.e01(ext4, out / "ftk", "-f", "ftk", "-c", "deflate:best").read_bytes())


def disks_of_machines() -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        (out / "tree").mkdir()
        for name, data in zip("abc", SMALL.values(), strict=True):
            (out / "tree" / name).write_bytes(data)
        raw = out / "raw"
        raw.write_bytes(bytes(64 << 10))
        disks.run("mke2fs", "-q", "-F", "-b", "1024", "-N", "16", "-O", "none", "-d", out / "tree", raw)
        save("split", "ext2", raw.read_bytes())
        for name, *options in (
            ("packed", "-c", "-o", "cluster_size=512"), ("plain", "-o", "cluster_size=512"),
            ("zstd", "-c", "-o", "cluster_size=4k,compression_type=zstd"),
        ):  # fmt: skip
            save("qcow2", name, disks.virtual(raw, out / name, "qcow2", *options).read_bytes())
        stream = disks.virtual(raw, out / "vmdk", "vmdk", "-o", "subformat=streamOptimized")
        save("vmdk", "stream", stream.read_bytes())
        save("vhd", "dynamic", vhd(raw.read_bytes()))


def vhd(disk: bytes, block: int = 8192) -> bytes:
    """A dynamic VHD in small blocks; those of qemu-img have two megabytes."""
    count, size = -(-len(disk) // block), len(disk)
    foot = struct.pack(">8sIIQI4sI4sQQI", b"conectix", 2, 0x10000, 512, 0, b"test", 0x10000, b"Wi2k", size, size, 0)
    foot = summed(foot + struct.pack(">II16s", 3, 0, b"seed of a target"), 64, 512)
    head = struct.pack(">8sQQIII", b"cxsparse", (1 << 64) - 1, 1536, 0x10000, count, block)
    table, blocks = [], b""
    for at in range(0, size, block):
        part = disk[at : at + block]
        table.append((2048 + len(blocks)) // 512 if any(part) else 0xFFFFFFFF)
        blocks += b"\xff" * (block // 4096) + bytes(512 - block // 4096) + part if any(part) else b""
    places = struct.pack(f">{count}I", *table).ljust(512, b"\xff")
    return foot + summed(head + bytes(4), 36, 1024) + places + blocks + foot


def summed(data: bytes, at: int, size: int) -> bytes:
    return (data[:at] + struct.pack(">I", ~sum(data) & 0xFFFFFFFF) + data[at + 4 :]).ljust(size, b"\0")


def sparse(kind: str, name: str, image: Path) -> None:
    """An image as an Android sparse image; its empty blocks take no room."""
    packed = image.with_suffix(".simg")
    disks.run("img2simg", image, packed)
    save(kind, name, packed.read_bytes())


def logical() -> None:
    save(
        "logical",
        "smses",
        b"<?xml version='1.0'?><smses count='1'><sms address='+12125550100' date='1' body='x'/></smses>",
    )
    save("logical", "vcard", b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Example\r\nTEL:+12125550100\r\nEND:VCARD\r\n")
    save("logical", "gpx", b"<gpx version='1.1'><trk><trkseg><trkpt lat='1' lon='2'/></trkseg></trk></gpx>")
    save("logical", "records", b'{"locations": [{"latitudeE7": 1, "longitudeE7": 2, "timestampMs": "3"}]}')
    save("logical", "semantic", b'{"timelineObjects": [{"placeVisit": {"location": {"latE7": 1, "lngE7": 2}}}]}')
    save("logical", "edits", b'{"timelineEdits": [{"deviceId": "1", "rawSignal": {"signal": {"position": {}}}}]}')
    save("logical", "settings", b'{"gaiaId": "1", "deviceSettings": [{"deviceTag": 7}]}')
    save("logical", "kml", b"<kml><Placemark><Point><coordinates>1,2</coordinates></Point></Placemark></kml>")
    save("logical", "ufed", b"<model type='Chat'><multiModelField name='Messages'/></model>")
    save("logical", "contacts", b"First Name,Phone 1 - Label,Phone 1 - Value\nAda,Mobile,+12125550100\n")
    save("logical", "aflogical", b"_id,number,date,duration,type\n1,+12125550100,1704164645000,5,1\n")
    save("logical", "timeline", b'{"semanticSegments": [{"startTime": "2024-01-01T00:00:00Z"}]}')


if __name__ == "__main__":
    for make in (zips, tars, backups, images, disks_of_machines, logical):
        make()
