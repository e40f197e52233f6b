"""Reads `transactions.log` of the iOS call history: the last changes, which may name calls that were deleted since."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import BinaryIO

from phonefx.errors import EvidenceError, HostileEvidence
from phonefx.formats.plists import keyed
from phonefx.formats.plists.keyed import Instance, Value

MAX_RECORD = 4 << 20
MAX_FILE = 64 << 20


@dataclass(frozen=True, slots=True)
class Transaction:
    """One change: where it begins in the file, and the fields of the call that it is about."""

    offset: int
    fields: dict[str, Value]


@dataclass(slots=True)
class Log:
    """The changes in their order; `damage` says why reading stopped, if it had to."""

    transactions: list[Transaction] = field(default_factory=list)
    damage: str = ""


def read(file: BinaryIO) -> Log:
    """Read a log: little-endian lengths, each with a keyed archive behind it that may hold another.

    Raises:
        HostileEvidence: it is larger than any real one.
    """
    data = file.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise HostileEvidence("call transactions", "larger than 64 MiB")
    log, place = Log(), 0
    while place < len(data):
        length = int.from_bytes(data[place : place + 4], "little")
        stored = data[place + 4 : place + 4 + length]
        if place + 4 > len(data) or length > MAX_RECORD or len(stored) < length:
            log.damage = f"a record of {length} bytes at byte {place}, where {max(0, len(data) - place - 4)} are left"
            break
        try:
            log.transactions.append(Transaction(place, _record(stored)))
        except EvidenceError as error:
            log.damage = f"the record at byte {place}: {error}"
        place += 4 + length
    return log


def _record(stored: bytes) -> dict[str, Value]:
    found = _fields(keyed.loads(stored))
    inner = found.get("record")
    if isinstance(inner, bytes):
        inner = keyed.loads(inner)
    return _fields(inner) or found


def _fields(value: Value) -> dict[str, Value]:
    if isinstance(value, Instance):
        return value.fields
    return {str(name): each for name, each in value.items()} if isinstance(value, dict) else {}
