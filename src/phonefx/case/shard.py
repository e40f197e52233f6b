"""A shard: what one job found, in a small SQLite file that is complete or not there."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from phonefx import __version__
from phonefx.case import schema
from phonefx.evidence.tree import Entry
from phonefx.records import Code, Record, columns, kind_name
from phonefx.times import Moment

_BUFFER = 500
_LARGE: Final = 4 << 20
_LARGE_PAGE: Final = 32 << 10


@contextmanager
def building(path: Path, size: int = 0) -> Iterator[Path]:
    """Build a shard beside its final name; it takes that name, whole and on disk, when the block ends well.

    It is built under a name that nobody else uses: a process whose run was killed may be building the same one yet.
    That of large files, `size` bytes in all, has large pages: SQLite passes each to and from the disk by itself.
    """
    for left in path.parent.glob(f"{path.stem}.*.part*"):
        left.unlink(missing_ok=True)
    part = path.with_name(f"{path.stem}.{secrets.token_hex(8)}.part")
    part.touch()
    database = connect(part)
    if size >= _LARGE:  # of a small one they would be empty: each table has its own
        database.execute(f"PRAGMA page_size = {_LARGE_PAGE}")
    schema.create_shard(database)
    database.close()
    yield part
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(path)


def connect(path: Path) -> sqlite3.Connection:
    """Open a shard that is being built; it has no journal, for it is thrown away when the job fails.

    One that is gone is not made anew: it would pass for the whole.
    """
    database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = NORMAL"):
        database.execute(f"PRAGMA {pragma}")
    return database


class ShardWriter:
    """Writes files, problems, outcomes and the records of parsers that are functions."""

    def __init__(self, path: Path, exhibit: str) -> None:
        self.path = path
        self.exhibit = exhibit
        self.db = connect(path)
        self.encoders: dict[type[Record], RowEncoder] = {}
        self.deleted: set[int] = set()
        self.filled: dict[type[Record], set[str]] = {}

    def file(self, entry: Entry, sha256: str | None, size: int) -> int:
        """Record an evidence file that was read, and give its number in the shard."""
        values = (entry.path, _text(entry.stored), size, sha256, entry.mtime_us, entry.user, entry.state)
        cursor = self.db.execute(
            "INSERT INTO file(path, stored, size, sha256, mtime_us, user, state) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (_text(values[0]), *values[1:]),
        )
        number = int(cursor.lastrowid or 0)
        if entry.state == "deleted":
            self.deleted.add(number)
        return number

    def source(self, file: int, parser: str, table: str, kind: type[Record], state: str, basis: str,
               decoding: str | None = None, filled: Iterable[str] | None = None) -> int:  # fmt: skip
        """Open a source: what all its records have in common. Its counts are set when it is done.

        What is live in a deleted file is recovered. `filled` are the columns that its records fill; None is all.
        """
        known = self.filled.setdefault(kind, set())
        known.update(schema.shard_columns(kind) if filled is None else filled)
        schema.shape(self.db, kind, known)
        if file in self.deleted and state in {"live", "recently_deleted"}:
            state = "recovered"
        cursor = self.db.execute(
            "INSERT INTO source(file, parser, version, table_name, kind, state, basis, decoding, rows_read, records,"
            " skipped) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0)",
            (file, parser, __version__, table, kind_name(kind), state, basis, decoding),
        )
        return int(cursor.lastrowid or 0)

    def count(self, source: int, rows_read: int, records: int, skipped: int) -> None:
        """Set what was read, written and skipped for a source."""
        self.db.execute("UPDATE source SET rows_read = ?, records = ?, skipped = ? WHERE id = ?",
                        (rows_read, records, skipped, source))  # fmt: skip

    def skip(self, source: int | None, key: object, reason: str) -> None:
        """Record a row that became no record."""
        self.db.execute("INSERT INTO skip VALUES (?, ?, ?)", (source, key, reason))

    def problem(self, parser: str | None, path: str | None, code: str, message: str) -> None:
        """Record something that was not read or not understood."""
        self.db.execute("INSERT INTO problem(exhibit, parser, path, code, message) VALUES (?, ?, ?, ?, ?)",
                        (self.exhibit, parser, _text(path), code, _text(message)))  # fmt: skip

    def unread_table(self, file: int, table: str | None, rows: int | None, deleted: int) -> None:
        """Record a table that no parser read: the number of its rows, and of rows found that were deleted from it."""
        self.db.execute("INSERT INTO unread_table VALUES (?, ?, ?, ?)", (file, _text(table), rows, deleted))

    def sign(self, file: int, code: str, table: str | None, finding: str, limits: str) -> None:
        """Record a sign of deletion in a database."""
        self.db.execute("INSERT INTO sign VALUES (?, ?, ?, ?, ?)", (file, code, _text(table), _text(finding), limits))

    def outcome(self, parser: str, file: int | None, outcome: str, note: str = "") -> None:
        """Record how a parser fared on a file."""
        self.db.execute("INSERT INTO outcome VALUES (?, ?, ?, ?)", (parser, file, outcome, note))

    def encoder(self, kind: type[Record]) -> RowEncoder:
        """Give the encoder of a kind, made once."""
        if kind not in self.encoders:
            self.encoders[kind] = RowEncoder(kind)
        return self.encoders[kind]

    def close(self) -> None:
        """Close the shard."""
        self.db.close()


@dataclass(frozen=True, slots=True)
class _Getter:
    field: str
    encode: Callable[[Any], tuple[Any, ...]]


class RowEncoder:
    """Turns records of one kind into rows of its shard table."""

    def __init__(self, kind: type[Record]) -> None:
        listed = ["source", "key", *(("owner_source", "owner") if kind.part else ("time_us",))]
        own = columns(kind)
        listed += [column.name for column in own]
        self.kind = kind
        self.sql = f"INSERT INTO {kind_name(kind)}({', '.join(listed)}) VALUES ({', '.join('?' * len(listed))})"
        forms = {column.field: column.form for column in own}
        self.getters = [_Getter(name, _ENCODE["time" if name == "time" else form]) for name, form in forms.items()]

    def row(self, source: int, record: Record, owner_source: int | None) -> tuple[Any, ...]:
        """Encode one record."""
        values: list[Any] = [source, record.key]
        if self.kind.part:
            values += [owner_source, record.owner]  # type: ignore[attr-defined]
        else:
            values.append(moment.us if (moment := getattr(record, "time", None)) else None)
        for getter in self.getters:
            values += getter.encode(getattr(record, getter.field))
        return tuple(values)


def _moment(value: Moment | None) -> tuple[Any, ...]:
    return (value.us, _stored(value.raw)) if value else (None, None)


def _raw_only(value: Moment | None) -> tuple[Any, ...]:
    return (_stored(value.raw),) if value else (None,)


def _code(value: Code | str | None) -> tuple[Any, ...]:
    if isinstance(value, Code):
        return (_text(value.word), _stored(value.raw))
    return (_text(value), None)


def _plain(value: object) -> tuple[Any, ...]:
    return (_stored(value),)


def _stored(value: object) -> object:
    """A value as SQLite takes it: integers beyond 64 bits and lone surrogates as text that shows them."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return str(value)
    return value


def _text(value: str | None) -> str | None:
    return None if value is None else value.encode("utf-8", "backslashreplace").decode()


_ENCODE: dict[str, Callable[[Any], tuple[Any, ...]]] = {
    "time": _raw_only, "moment": _moment, "code": _code, "text": _plain, "number": _plain, "quantity": _plain,
}  # fmt: skip


class RecordSink:
    """Takes the records of one parser on one file, sorts them into sources and writes them in blocks."""

    def __init__(self, writer: ShardWriter, file: int, parser: str, table: str) -> None:
        self.writer = writer
        self.place = (file, parser, table)
        self.sources: dict[tuple[type[Record], str, str], list[int]] = {}
        self.buffers: dict[type[Record], list[tuple[Any, ...]]] = {}
        self.skipped: list[tuple[object, str]] = []
        self.owner: int | None = None

    def add(self, record: Record) -> None:
        """Take one record; a part belongs to the kind of record that came before it."""
        kind = type(record)
        moment = getattr(record, "time", None)
        basis = moment.basis if moment else "utc"
        slot = self.sources.get((kind, record.state, basis))
        if slot is None:
            slot = [self.writer.source(*self.place, kind, record.state, basis), 0]
            self.sources[kind, record.state, basis] = slot
        slot[1] += 1
        if not kind.part:
            self.owner = slot[0]
        buffer = self.buffers.setdefault(kind, [])
        buffer.append(self.writer.encoder(kind).row(slot[0], record, self.owner))
        if len(buffer) >= _BUFFER:
            self._flush(kind)

    def skip(self, key: object, reason: str) -> None:
        """Take one row that is no record."""
        self.skipped.append((key, reason))

    def finish(self, fallback: type[Record]) -> int:
        """Write what is left and the counts; give the number of records that are items."""
        for kind in list(self.buffers):
            self._flush(kind)
        if self.skipped and not self.sources:
            self.sources[fallback, "live", "utc"] = [self.writer.source(*self.place, fallback, "live", "utc"), 0]
        for number, (source, records) in enumerate(self.sources.values()):
            skipped = self.skipped if number == 0 else []
            self.writer.count(source, records + len(skipped), records, len(skipped))
            for key, reason in skipped:
                self.writer.skip(source, key, reason)
        return sum(records for (kind, _, _), (_, records) in self.sources.items() if not kind.part)

    def _flush(self, kind: type[Record]) -> None:
        rows: Sequence[tuple[Any, ...]] = self.buffers.pop(kind)
        self.writer.db.executemany(self.writer.encoder(kind).sql, rows)
