"""Every kind of container as a fuzz target: any bytes are opened, listed and read, or refused with `EvidenceError`.

The seeds are in `containers/NAME/`: small whole containers that `python -m tests.fuzz.container_seeds` made, and inputs
that once did harm. File systems lie in Android sparse images, which keep them small. The one of Ex01 was made as
`tests/images/README.md` says.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from phonefx.errors import EvidenceError
from phonefx.evidence import Limits, open_exhibit
from phonefx.evidence.backups.keybag import Keybag
from phonefx.evidence.backups.manifest import mbdb_rows, sqlite_rows
from phonefx.evidence.images.exhibit import image_of
from phonefx.evidence.tree import Exhibit

CORPUS = Path(__file__).resolve().parent / "containers"
PASSWORD = "word"
LIMITS = Limits(
    entries=2_000,
    ratio=200,
    ratio_floor=1 << 20,
    total_bytes=16 << 20,
    directory_bytes=8 << 20,
    memory_bytes=8 << 20,
    rounds=2_000,
    patience=1,
)
_READ = 1 << 16


def read_all(exhibit: Exhibit) -> int:
    """List everything and read the beginning of each file; gives the number of files."""
    count, stored = 0, set()
    for entry in exhibit.entries():
        if entry.form != "dir":
            assert entry.stored not in stored, "every stored path is unique"
            stored.add(entry.stored)
        assert entry.path.startswith("/")
        assert entry.size >= 0
        if entry.form == "file" and count < 100:
            count += 1
            try:
                with exhibit.open(entry) as stream:
                    assert len(stream.read(_READ)) <= _READ
            except EvidenceError as error:
                assert str(error)
    _ = dict(exhibit.facts()), [str(problem) for problem in exhibit.problems]
    return count


def opened(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "input"
        target.write_bytes(data)
        with open_exhibit(target, password=PASSWORD, limits=LIMITS) as exhibit:
            read_all(exhibit)
        assert [path.name for path in Path(folder).iterdir()] == ["input"], "nothing is written beside it"
        assert target.read_bytes() == data


def _split(data: bytes) -> None:
    """The input in three segments."""
    with tempfile.TemporaryDirectory() as folder:
        step = len(data) // 3 + 1
        for number in range(3):
            (Path(folder) / f"input.{number + 1:03d}").write_bytes(data[number * step : (number + 1) * step])
        disk_read(Path(folder) / "input.001")


def _packed_disk(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "input").write_bytes(data)
        disk_read(Path(folder) / "input")


def disk_read(path: Path) -> None:
    """Read the beginning of the disk that an image stands for; what its file systems are is for other targets."""
    with open_exhibit(path, limits=LIMITS) as exhibit:
        image = image_of(exhibit)
        for at in range(0, min(image.disk.size, 4 * _READ) if image else 0, _READ):
            try:
                assert len(image.disk.read_at(at, _READ)) <= _READ
            except EvidenceError as error:
                assert str(error)
        _ = dict(exhibit.facts()), [str(problem) for problem in exhibit.problems]


def _manifest_db(data: bytes) -> None:
    told: list[tuple[str, str]] = []
    rows = list(sqlite_rows(data, lambda code, text: told.append((code, text))))
    if not rows and not told:
        raise EvidenceError("Manifest.db", "it lists nothing")


def _manifest_mbdb(data: bytes) -> None:
    list(mbdb_rows(data, LIMITS, lambda *_: None))


def _keybag(data: bytes) -> None:
    Keybag.read(data).unlock(PASSWORD, "keybag", LIMITS.rounds)


_WHOLE = (
    "zip", "tar", "packed", "ab", "ext4", "fat", "exfat", "hfs", "f2fs", "apfs", "disk", "e01", "logical",
)  # fmt: skip
_DISKS = ("ex01", "qcow2", "vmdk", "vhd")
TARGETS: dict[str, Callable[[bytes], None]] = {
    **dict.fromkeys(_WHOLE, opened), **dict.fromkeys(_DISKS, _packed_disk), "split": _split,
    "manifest_db": _manifest_db, "manifest_mbdb": _manifest_mbdb, "keybag": _keybag,
}  # fmt: skip
"""Name of a kind of container to what is tried on it."""
