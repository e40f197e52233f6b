"""What opening an extraction costs, against the bare library on the same file, as ratios.

    python benchmarks/evidence.py [--files 300000] [--folder DIR]

Makes a zip, a tar and (where mke2fs is installed) an ext4 image of the same many small files, then measures, each in a
process of its own so that peak memory is its own: listing, matching against every registered parser,
and hashing. Absolute times depend on the machine; the ratios are what docs/performance.md quotes.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import resource
import shutil
import struct
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

import usage

APPS, PER_APP = 300, 8


def names(count: int) -> list[str]:
    """Paths as on an Android phone: about 100 characters, a dozen files a folder."""
    found = []
    for number in range(count):
        group = number // 12
        app, part = group % APPS, group // APPS
        folder = f"data/data/com.example.application{app:03d}.with.a.name/files/section{part % PER_APP}/{part:04d}"
        suffix = "db" if number % 40 == 0 else "bin"
        found.append(f"{folder}/record-{number:06d}-{number * 7919 % 1_000_003:06d}.{suffix}")
    return found


def content(number: int) -> bytes:
    return (b"record %d " % number) * 12 + os.urandom(400)


def make_zip(target: Path, listed: list[str], method: int) -> None:
    with zipfile.ZipFile(target, "w", method, compresslevel=1) as archive:
        for number, name in enumerate(listed):
            archive.writestr(name, content(number))


def make_tar(target: Path, listed: list[str]) -> None:
    with tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as archive:
        for number, name in enumerate(listed):
            info = tarfile.TarInfo(name)
            data = content(number)
            info.size, info.mtime = len(data), 1_704_164_645.5
            archive.addfile(info, io.BytesIO(data))


def make_ext4(target: Path, listed: list[str]) -> bool:
    tool = shutil.which("mke2fs", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if tool is None:
        return False
    with tempfile.TemporaryDirectory(dir=target.parent) as tree:
        for number, name in enumerate(listed):
            path = Path(tree, *name.split("/")[1:])
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content(number))
        size = max(64, len(listed) * 6 // 1024)
        inodes = str(len(listed) * 3 // 2)
        subprocess.run([tool, "-q", "-t", "ext4", "-N", inodes, "-d", tree, target, f"{size}M"], check=True)
    return True


# --- what is measured; each runs in its own process ---


def bare_zip(path: Path) -> int:
    """The bare walk over the central directory: every record unpacked, its name decoded, nothing else."""
    with path.open("rb") as file:
        file.seek(-22, os.SEEK_END)
        size, at = struct.unpack_from("<II", file.read(22), 12)
        file.seek(at)
        data = file.read(size)
    at = count = 0
    unpack = struct.Struct("<4sHHHHHHIIIHHHHHII").unpack_from
    while at < len(data):
        found = unpack(data, at)
        data[at + 46 : at + 46 + found[10]].decode()
        at += 46 + found[10] + found[11] + found[12]
        count += 1
    return count


def bare_tar(path: Path) -> int:
    """The bare hop from header to header."""
    count = 0
    with path.open("rb") as file:
        while (block := file.read(512)) and any(block):
            size = int(block[124:135], 8)
            file.seek(-(-size // 512) * 512, os.SEEK_CUR)
            block[:100].split(b"\0")[0].decode()
            count += 1
    return count


def bare_ext4(path: Path) -> int:
    """The bare walk by inode with pytsk3: names, sizes and times."""
    import pytsk3

    system = pytsk3.FS_Info(pytsk3.Img_Info(str(path)))
    pending, count = [system.info.root_inum], 0
    while pending:
        for each in system.open_dir(inode=pending.pop()):
            meta = each.info.meta
            if each.info.name.name in {b".", b".."} or meta is None:
                continue
            _ = (each.info.name.name.decode(), meta.size, meta.mtime, meta.mtime_nano)
            count += 1
            if meta.type == pytsk3.TSK_FS_META_TYPE_DIR:
                pending.append(meta.addr)
    return count


def library_zip(path: Path) -> int:
    with zipfile.ZipFile(path) as archive:
        return len(archive.infolist())


def library_tar(path: Path) -> int:
    with tarfile.open(path) as archive:
        return sum(1 for _ in archive)


def listing(path: Path) -> int:
    from phonefx.evidence import open_exhibit

    count = 0
    with open_exhibit(path) as exhibit:
        for _ in exhibit.entries():
            count += 1  # as the bare walks count
    return count


def matching(path: Path) -> int:
    from phonefx.evidence import open_exhibit
    from phonefx.evidence.matching import Matcher
    from phonefx.parsers.registry import all_parsers

    matcher = Matcher({parser.id: parser.files for parser in all_parsers()})
    with open_exhibit(path) as exhibit:
        return sum(1 for entry in exhibit.entries() if matcher.match(entry.path))


def hash_file(path: Path) -> int:
    with path.open("rb") as file:
        hashlib.file_digest(file, "sha256")
    return path.stat().st_size


def hash_zip(path: Path) -> int:
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            hashlib.sha256(archive.read(info)).digest()
    return path.stat().st_size


def hash_members(path: Path) -> int:
    from phonefx.evidence import open_exhibit

    with open_exhibit(path) as exhibit:
        for entry in exhibit.entries():
            if entry.form == "file":
                with exhibit.open(entry) as stream:
                    hashlib.file_digest(stream, "sha256")
    return path.stat().st_size


def hash_ext4(path: Path) -> int:
    import pytsk3

    system = pytsk3.FS_Info(pytsk3.Img_Info(str(path)))
    pending = [system.info.root_inum]
    while pending:
        for each in system.open_dir(inode=pending.pop()):
            meta = each.info.meta
            if each.info.name.name in {b".", b".."} or meta is None:
                continue
            if meta.type == pytsk3.TSK_FS_META_TYPE_DIR:
                pending.append(meta.addr)
            elif meta.size:
                hashlib.sha256(system.open_meta(inode=meta.addr).read_random(0, meta.size)).digest()
    return path.stat().st_size


def measured(function: str, path: Path) -> tuple[float, float]:
    """Give (CPU seconds, peak MB) of one function in a process of its own; the faster of two runs."""
    runs = []
    for _ in range(2):
        done = subprocess.run([sys.executable, __file__, "--one", function, str(path)], check=True, capture_output=True)
        runs.append(json.loads(done.stdout))
    seconds = min(run["seconds"] for run in runs)
    return seconds, max(run["peak"] for run in runs)


def cpu() -> float:
    """CPU seconds of this process and of those it started and that ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def one(function: str, path: Path) -> None:
    import phonefx.evidence.images.exhibit
    import phonefx.evidence.images.tsk
    import phonefx.parsers.registry

    phonefx.parsers.registry.all_parsers()  # what is loaded once is not what is measured
    start = cpu()
    globals()[function](path)
    seconds = cpu() - start
    print(json.dumps({"seconds": seconds, "peak": usage.peak()}))


def compare(title: str, path: Path, base: str, *others: str) -> None:
    seconds, peak = measured(base, path)
    print(f"| {title} | {base} | 1.0 | {peak:.0f} | {seconds:.2f} s |", flush=True)
    for other in others:
        took, peak = measured(other, path)
        print(f"| {title} | {other} | {took / seconds:.1f} | {peak:.0f} | {took:.2f} s |", flush=True)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--files", type=int, default=300_000)
    arguments.add_argument("--folder", type=Path)
    arguments.add_argument("--one", nargs=2)
    given = arguments.parse_args()
    if given.one:
        one(given.one[0], Path(given.one[1]))
        return
    with tempfile.TemporaryDirectory(dir=given.folder) as work:
        folder, listed = Path(work), names(given.files)
        print(f"{given.files} files")
        print("| container | what | times the bare walk | peak MB | here |\n|---|---|---|---|---|", flush=True)
        make_zip(folder / "a.zip", listed, zipfile.ZIP_DEFLATED)
        compare("zip, listing", folder / "a.zip", "bare_zip", "library_zip", "listing", "matching")
        compare("zip, hashing members", folder / "a.zip", "hash_zip", "hash_members")
        (folder / "a.zip").unlink()
        make_tar(folder / "a.tar", listed)
        compare("tar, listing", folder / "a.tar", "bare_tar", "library_tar", "listing", "matching")
        compare("tar, hashing members", folder / "a.tar", "hash_file", "hash_members")
        (folder / "a.tar").unlink()
        if make_ext4(folder / "a.img", listed):
            compare("ext4, listing", folder / "a.img", "bare_ext4", "listing", "matching")
            compare("ext4, hashing members", folder / "a.img", "hash_ext4", "hash_members")
        large = folder / "large.zip"
        with zipfile.ZipFile(large, "w") as archive, archive.open("large.mp4", "w", force_zip64=True) as out:
            block = os.urandom(1 << 20)
            for _ in range(512):
                out.write(block)
        compare("one stored file of 512 MB, hashing", large, "hash_file", "hash_members")


if __name__ == "__main__":
    main()
