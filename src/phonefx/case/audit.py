"""The audit log: what was done to a case, append-only, each entry chained to the one before by hash.

`audit.jsonl` has one JSON object a line: `seq`, `time` (UTC), `action`, `details`, `previous` (the hash of the line
before, 64 zeros for the first) and `hash`: SHA-256 over the canonical JSON of the other five. It holds no text of any
message and no password.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

GENESIS: Final = "0" * 64
NAME: Final = "audit.jsonl"


def append(case: Path, action: str, details: Mapping[str, Any]) -> str:
    """Add one entry to a case's log and give its hash; the entry is on disk when this returns."""
    log = case / NAME
    cut = _mend(log)
    last = _last(log)
    if cut:
        details = {**details, "bytes_of_an_unfinished_entry_removed": cut}
    entry = {
        "seq": last["seq"] + 1 if last else 1,
        "time": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "action": action,
        "details": dict(details),
        "previous": last["hash"] if last else GENESIS,
    }
    entry["hash"] = _hash(entry)
    with log.open("a", encoding="utf-8", newline="\n") as file:
        file.write(_canonical(entry) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return str(entry["hash"])


def entries(case: Path) -> Iterator[dict[str, Any]]:
    """Give the entries of a case's log, oldest first."""
    with (case / NAME).open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def last(case: Path) -> dict[str, Any] | None:
    """Give action and details of the last entry of a case's log."""
    found = _last(case / NAME)
    return {"action": found["action"], "details": found["details"]} if found else None


def faults(case: Path) -> list[str]:
    """Check the chain: one line for each entry that is not as it was written."""
    found, previous, number = [], GENESIS, 0
    try:
        for number, entry in enumerate(entries(case), 1):
            stated = entry.pop("hash", None)
            if entry.get("previous") != previous or entry.get("seq") != number:
                found.append(f"entry {number} does not follow the one before it")
            if _hash(entry) != stated:
                found.append(f"entry {number} was changed")
            previous = stated
    except (OSError, ValueError, AttributeError, TypeError):
        found.append(f"the log cannot be read after entry {number}")
    return found


def head(case: Path) -> str:
    """Give the hash of the last entry, GENESIS where there is none."""
    last = _last(case / NAME)
    return last["hash"] if last else GENESIS


def _mend(log: Path) -> int:
    """Cut off an entry that a killed run did not finish writing; give the number of bytes."""
    if not log.exists():
        return 0
    with log.open("rb+") as file:
        size = whole = file.seek(0, os.SEEK_END)
        while whole:
            step = min(whole, 4096)
            file.seek(whole - step)
            if (at := file.read(step).rfind(b"\n")) >= 0:
                whole += at + 1 - step
                break
            whole -= step
        file.truncate(whole)
    return size - whole


def _last(log: Path) -> dict[str, Any] | None:
    if not log.exists():
        return None
    with log.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        block = b""
        while size and block.count(b"\n") < 2:
            step = min(size, 4096)
            size = file.seek(size - step)
            block = file.read(step) + block
            file.seek(size)
    lines = block.split(b"\n")
    whole = [line for line in lines[:-1] if line]
    if lines[-1] and not whole:
        return None
    return json.loads(whole[-1]) if whole else None


def _canonical(entry: Mapping[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def _hash(entry: Mapping[str, Any]) -> str:
    return hashlib.sha256(_canonical(entry).encode()).hexdigest()
