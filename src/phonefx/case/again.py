"""Holds an extraction that is named for a case against the case: does the case lie in it, is it the one taken in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from phonefx.case.store import Case
from phonefx.case.verify import lies
from phonefx.errors import UsageError


def require_outside(folder: Path, extraction: Path) -> None:
    """Refuse to write into the evidence.

    Raises:
        UsageError: the folder to write to lies inside the extraction, or is it.
    """
    if extraction.is_dir() and folder.resolve().is_relative_to(extraction.resolve()):
        raise UsageError(f"{folder} lies in {extraction}: nothing is ever written into the evidence; name a folder"
                         " outside of it")  # fmt: skip


def require_same(case: Case, label: str, path: Path) -> None:
    """Refuse an extraction that is named like an exhibit of the case and is another: it would be taken for read.

    The sizes of its files tell, without a second reading; `phonefx verify` compares the bytes.

    Raises:
        UsageError: a file of the exhibit is not there, or has another size.
    """
    for name, size, now in _sizes(case, label, path):
        if now != size:
            found = "is not there" if now is None else f"has {now:,} bytes, not {size:,}"
            raise UsageError(f"{label} is another {path.name} in this case, or it was changed ({name} {found}); give"
                             " this one a label of its own: --exhibit LABEL=PATH")  # fmt: skip


def _sizes(case: Case, label: str, path: Path) -> Iterator[tuple[str, int, int | None]]:
    """Give the name of each file of an exhibit, its recorded size, and its size now; none where it is not there."""
    number, exhibit = case.db.execute("SELECT id, name FROM exhibit WHERE label = ?", (label,)).fetchone()
    rows = case.db.execute("SELECT path, size FROM container WHERE exhibit = ? ORDER BY path", (number,)).fetchall()
    places = lies(path, exhibit, [name for name, _ in rows])
    for name, size in rows:
        if size is None or "\\" in name:  # unreadable then, or a name that the case cannot hold as the disk does
            continue
        try:
            now = places[name].stat().st_size
        except OSError:
            now = None
        yield name, size, now
