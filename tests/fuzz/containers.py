"""Every kind of container as a fuzz target: any bytes are opened, listed and read, or refused with `EvidenceError`.

The seeds are in `containers/NAME/`: small whole containers that `python -m tests.fuzz.container_seeds` made, and inputs
that once did harm. Images lie in Android sparse images, which keep them small.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from phonefx.errors import EvidenceError
from phonefx.evidence import Limits, open_exhibit
from phonefx.evidence.backups.keybag import Keybag
from phonefx.evidence.backups.manifest import mbdb_rows, sqlite_rows
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


def _manifest_db(data: bytes) -> None:
    told: list[tuple[str, str]] = []
    rows = list(sqlite_rows(data, lambda code, text: told.append((code, text))))
    if not rows and not told:
        raise EvidenceError("Manifest.db", "it lists nothing")


def _manifest_mbdb(data: bytes) -> None:
    list(mbdb_rows(data, LIMITS, lambda *_: None))


def _keybag(data: bytes) -> None:
    Keybag.read(data).unlock(PASSWORD, "keybag", LIMITS.rounds)


_WHOLE = ("zip", "tar", "packed", "ab", "ext4", "fat", "exfat", "hfs", "f2fs", "disk", "e01", "logical")
TARGETS: dict[str, Callable[[bytes], None]] = {
    **dict.fromkeys(_WHOLE, opened),
    "manifest_db": _manifest_db, "manifest_mbdb": _manifest_mbdb, "keybag": _keybag,
}  # fmt: skip
"""Name of a kind of container to what is tried on it."""
