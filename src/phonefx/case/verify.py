"""Checks a case against what was recorded: its files, its log, and the exhibits themselves."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from phonefx.case import audit, hashing, manifest
from phonefx.case.store import DATABASE, Case
from phonefx.errors import CaseError

CHANGED: Final = "exhibit changed"
"""The code of the problem that a file of an exhibit is not what it was when it was read."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked: its kind (`audit log`, `output`, `exhibit`), its name, and what is wrong, if so."""

    what: str
    name: str
    fault: str = ""


def verify(folder: Path, exhibits: Mapping[str, Path]) -> Iterator[Check]:
    """Check a case folder, and each exhibit whose path is given against the hashes taken when it was read.

    Args:
        folder: the case folder.
        exhibits: label of an exhibit to where it lies now; others are told as not checked by the caller.
    """
    yield from _log(folder)
    yield from _outputs(folder)
    if not (folder / DATABASE).is_file():
        return
    try:
        case = Case(folder)
    except (CaseError, sqlite3.Error) as error:
        yield Check("output", DATABASE, str(error))
        return
    with case:
        for label, path in exhibits.items():
            yield from exhibit_checks(case, label, path)


def recorded_exhibits(case: Case) -> dict[str, str]:
    """Label and file name of every exhibit of a case."""
    return dict(case.db.execute("SELECT label, name FROM exhibit ORDER BY id"))


def _log(folder: Path) -> Iterator[Check]:
    found = audit.faults(folder)
    yield from (Check("audit log", audit.NAME, fault) for fault in found)
    if found:
        return
    stated = manifest.read(folder).get("audit_head")
    known = [entry for entry in audit.entries(folder) if entry["action"] == "sealed"]
    if not known or known[-1]["hash"] != stated:
        yield Check("audit log", audit.NAME, "the manifest does not rest on its last seal")
    else:
        yield Check("audit log", audit.NAME)


def _outputs(folder: Path) -> Iterator[Check]:
    whole = manifest.read(folder)
    stated = whole.get("files")
    if not isinstance(stated, dict) or not all(isinstance(each, dict) for each in stated.values()):
        yield Check("output", manifest.NAME, "missing or unreadable")
        return
    sealed = [entry["details"] for entry in _seals(folder)]
    if not manifest.is_as_written(folder, whole):
        yield Check("output", manifest.NAME, "changed")
    elif sealed and not _is_sealed(whole, sealed[-1]):
        yield Check("output", manifest.NAME, "differs from what the audit log sealed")
    for name, each in stated.items():
        path = folder / name
        if not path.is_file():
            yield Check("output", name, "missing")
        elif (found := hashing.digest(path)).sha256 != each.get("sha256") or found.size != each.get("size"):
            yield Check("output", name, "changed")
        else:
            yield Check("output", name)
    for path in manifest.outputs(folder):
        if (name := path.relative_to(folder).as_posix()) not in stated:
            yield Check("output", name, "added after the case was sealed")


def _is_sealed(whole: dict[str, Any], sealed: dict[str, Any]) -> bool:
    """Compare a manifest with the seal in the log; seals of earlier versions do not state the version."""
    files = {name: each.get("sha256") for name, each in whole["files"].items()}
    return files == sealed.get("files") and whole.get("phonefx") == sealed.get("version", whole.get("phonefx"))


def _seals(folder: Path) -> list[dict[str, dict[str, Any]]]:
    try:
        return [entry for entry in audit.entries(folder) if entry.get("action") == "sealed"]
    except (OSError, ValueError):
        return []


def exhibit_checks(case: Case, label: str, path: Path) -> Iterator[Check]:
    """Compare the files of an exhibit with the hashes taken when it was read; one check where all are the same."""
    row = case.db.execute("SELECT id, name FROM exhibit WHERE label = ?", (label,)).fetchone()
    if row is None:
        raise CaseError(case.folder, f"no exhibit is called {label}")
    if not path.exists():
        yield Check("exhibit", label, f"not found at {path}")
        return
    number, good = row[0], 0
    rows = case.db.execute("SELECT path, sha256 FROM container WHERE exhibit = ? ORDER BY path", (number,))
    names: dict[str, str] = dict(rows.fetchall())
    places = lies(path, row[1], list(names))
    for name, sha256 in names.items():
        if fault := _compare(places[name], sha256):
            yield Check("exhibit", f"{label}: {name}", fault)
        else:
            good += 1
    if path.is_dir():
        for found in sorted(each for each in path.rglob("*") if each.is_file() and not each.is_symlink()):
            if (name := hashing.relative(found, path).encode("utf-8", "backslashreplace").decode()) not in names:
                yield Check("exhibit", f"{label}: {name}", "added")
    if good == len(names):
        yield Check("exhibit", f"{label} ({good} files)" if good != 1 else label)


def check_again(case: Case, exhibits: Mapping[str, Path]) -> dict[str, int]:
    """Hash exhibits again at the end of a run; give how many files of each are not as they were read.

    Each of these is recorded as a problem; what was found is logged.

    Args:
        case: open for writing.
        exhibits: label of an exhibit to where it lies.
    """
    found = {}
    for label, path in exhibits.items():
        faults = [check for check in exhibit_checks(case, label, path) if check.fault]
        with case.transaction() as database:
            database.execute("DELETE FROM problem WHERE exhibit = ? AND code = ?", (label, CHANGED))
            database.executemany(
                "INSERT INTO problem(exhibit, path, code, message) VALUES (?, ?, ?, ?)",
                ((label, each.name.removeprefix(f"{label}: "), CHANGED, f"{each.fault} since it was read")
                 for each in faults),
            )  # fmt: skip
        audit.append(case.folder, "exhibit hashed again", {"exhibit": label, "differ": len(faults)})
        found[label] = len(faults)
    return found


def lies(path: Path, exhibit: str, names: list[str]) -> dict[str, Path]:
    """Where each recorded file of an exhibit lies now: in the folder given, or beside the container given.

    The file given stands for that of its name, or, where it was renamed, for the one that the exhibit is named after;
    it is never passed over for one beside it. The others, such as further segments of an image, lie beside it.
    """
    if path.is_dir():
        return {name: path / name for name in names}
    given = next((name for name in (path.name, exhibit) if name in names), names[0] if names else "")
    return {name: path if name == given else path.parent / name for name in names}


def _compare(path: Path, sha256: str) -> str:
    if not path.is_file():
        return "missing"
    try:
        now = hashing.digest(path).sha256
    except OSError:
        now = hashing.READ_ERROR
    return "" if now == sha256 else "unreadable" if now == hashing.READ_ERROR else "changed"
