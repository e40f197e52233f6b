"""Opens the private copy of an evidence database so that nothing in it can do more than be read.

A database of an exhibit is hostile until shown otherwise: no extension, no trigger, no trusted schema, limits on the
length of values and statements, and an authorizer that lets statements read, call functions, and write to the shard
alone. Collations and tokenizers that only the phone has are replaced by byte order where a schema names them.
"""

from __future__ import annotations

import re
import sqlite3
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from phonefx.errors import EvidenceError
from phonefx.parsers import sqltext

_COLLATE: Final = re.compile(rb"COLLATE\s+[\"'`\[]?(\w+)", re.IGNORECASE)
_BUILT_IN: Final = {"BINARY", "NOCASE", "RTRIM"}
_ALLOWED: Final = frozenset(
    {
        sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_TRANSACTION,
        sqlite3.SQLITE_SAVEPOINT, sqlite3.SQLITE_RECURSIVE,
    }
)  # fmt: skip
_WRITES: Final = frozenset({sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE})
UNDECODABLE: Final = (
    EvidenceError, ValueError, TypeError, LookupError, ArithmeticError, RecursionError, EOFError,
    struct.error, zlib.error,
)  # fmt: skip
"""What a decoder raises over a cell that is not what it should be; any other error is one of phonefx."""
_COUNTED_ONCE: Final = 100_000
OF_BYTES: Final = "_of_bytes"
REFUSED: Final = "user-defined function raised exception"
"""What SQLite says where a text that is no UTF-8 was to be passed to a Python function."""
_STEPS, _WORTH_CHECKING = 1000, 100
_LIMITS: Final = {
    sqlite3.SQLITE_LIMIT_LENGTH: 256 << 20,
    sqlite3.SQLITE_LIMIT_COLUMN: 2000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 1000,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 1_000_000,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
}


class Calls:
    """Python functions as SQL sees them: a cell that one cannot decode becomes NULL, and is counted."""

    def __init__(self, functions: Mapping[str, Callable[..., Any]]) -> None:
        self.functions = functions
        self.failures: dict[str, tuple[int, str]] = {}
        self._failed: set[int] = set()

    def register(self, database: sqlite3.Connection) -> None:
        """Make the functions callable from SQL."""
        for name, function in self.functions.items():
            guarded = self._guarded(name, function)
            database.create_function(name, -1, guarded, deterministic=True)
            database.create_function(name + OF_BYTES, -1, _of_bytes(guarded), deterministic=True)

    def _guarded(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*values: Any) -> Any:  # noqa: ANN401 - whatever SQLite passes
            try:
                return function(*values)
            except UNDECODABLE as error:
                count, first = self.failures.get(name, (0, str(error) or type(error).__name__))
                known = len(self._failed)
                if known < _COUNTED_ONCE:  # a statement may ask for the same cell more than once
                    self._failed.add(hash((name, values)))
                again = known == len(self._failed) < _COUNTED_ONCE
                self.failures[name] = (count + (not again), first)
                return None

        return call


def _of_bytes(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a function that takes, before each value, whether it is a text given as its bytes."""

    def call(*values: Any) -> Any:  # noqa: ANN401 - whatever SQLite passes
        pairs = zip(values[::2], values[1::2], strict=True)
        return function(*(value.decode("utf-8", "backslashreplace") if text else value for text, value in pairs))

    return call


def taking_bytes(statement: str, names: Iterable[str]) -> str:
    """Write a statement anew so that the Python functions in it get texts as bytes.

    Python refuses a text that is no UTF-8 before a function sees it, and SQLite then ends the whole statement. Each
    argument is worked out twice, so this is for statements that ended so.
    """

    def macro(name: str) -> sqltext.Macro:
        def expand(arguments: list[str]) -> str:
            inner = [sqltext.replace_calls(each, macros) for each in arguments]
            pairs = (f"typeof({a}) = 'text', iif(typeof({a}) = 'text', CAST({a} AS BLOB), {a})" for a in inner)
            return f"{name}{OF_BYTES}({', '.join(pairs)})"

        return expand

    macros = {name: macro(name) for name in names}
    return sqltext.replace_calls(statement, macros)


class Copy(sqlite3.Connection):
    """An opened private copy; once it is guarded, it notes in `read` which tables statements read, in lower case."""

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - what sqlite3.connect passes
        super().__init__(*given, **named)
        self.read: set[str] = set()

    def guard(self) -> None:
        """Refuse every statement that does more than read, but for rows of the attached shard and temporary tables."""
        self.set_authorizer(self._authorize)

    def _authorize(self, action: int, first: str | None, _: str | None, schema: str | None, trigger: str | None) -> int:
        if action == sqlite3.SQLITE_READ and first and schema in {"main", "temp"}:
            self.read.add(first.lower())
        if action in _ALLOWED and trigger is None:
            return sqlite3.SQLITE_OK
        if action in _WRITES and schema in {"shard", "temp"}:
            return sqlite3.SQLITE_OK
        return sqlite3.SQLITE_DENY


def open_copy(path: Path, calls: Calls) -> Copy:
    """Open a private copy for reading, its write-ahead log and hot journal applied.

    Raises:
        sqlite3.DatabaseError: it is no SQLite database, or encrypted, or its header is destroyed.
    """
    hot = path.with_name(path.name + "-journal")
    mode = "rw" if hot.exists() and hot.stat().st_size else "ro"
    database = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None, factory=Copy
    )
    try:
        for limit, value in _LIMITS.items():
            database.setlimit(limit, value)
        for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "temp_store = FILE", "mmap_size = 0"):
            database.execute(f"PRAGMA {pragma}")
        _load_schema(database)
        database.text_factory = bytes
        for (statement,) in database.execute("SELECT sql FROM sqlite_master WHERE sql LIKE '%COLLATE%'"):
            for name in _COLLATE.findall(statement):
                if (known := name.decode()).upper() not in _BUILT_IN:
                    database.create_collation(known, _byte_order)
        database.text_factory = lambda raw: raw.decode("utf-8", "backslashreplace")
        calls.register(database)
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database


def _load_schema(database: sqlite3.Connection) -> None:
    """Read the schema; where an entry of it cannot be read, have SQLite leave that entry out and take the others."""
    try:
        database.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        if not str(error).startswith("malformed database schema"):
            raise
        database.execute("PRAGMA writable_schema = ON")  # the authorizer still lets no statement write there
        database.execute("SELECT 1 FROM sqlite_master").fetchone()


def lacks_schema(database: sqlite3.Connection) -> bool:
    """Say whether an entry of the schema was left out."""
    (left_out,) = database.execute("PRAGMA writable_schema").fetchone()
    return bool(left_out)


def attach_shard(database: Copy, shard: Path) -> None:
    """Attach the shard as `shard`; from now on statements may write there and nowhere else."""
    database.execute("ATTACH ? AS shard", (f"{shard.resolve().as_uri()}?mode=rw",))
    for pragma in ("journal_mode = OFF", "synchronous = OFF"):
        database.execute(f"PRAGMA shard.{pragma}")
    database.guard()


@contextmanager
def unshadowed(database: Copy) -> Iterator[None]:
    """Let phonefx itself make and drop temporary tables for as long as the block lasts."""
    database.set_authorizer(None)
    try:
        yield
    finally:
        database.guard()


def is_sound(database: Copy) -> bool:
    """Have SQLite check the b-trees: whether every page of the database keeps a right account of its free bytes.

    The check goes on to read every row, which nobody asked for: it is stopped when it has done more steps than the
    pages need; a fault of a page is given before. False where it found a fault, where it could not be done, and of so
    few pages that it is not worth it.
    """
    with unshadowed(database):
        try:
            (pages,) = database.execute("PRAGMA main.page_count").fetchone()
            if pages < _WORTH_CHECKING:
                return False
            left = iter(range(2 + 3 * pages // _STEPS))
            database.set_progress_handler(lambda: next(left, None) is None, _STEPS)
            found = database.execute("PRAGMA main.quick_check(1)").fetchone()
        except sqlite3.DatabaseError as error:  # nothing else interrupts a statement of this connection
            return error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT
        finally:
            database.set_progress_handler(None, 0)
    return bool(found == ("ok",))


def _byte_order(one: str, other: str) -> int:
    return (one > other) - (one < other)
