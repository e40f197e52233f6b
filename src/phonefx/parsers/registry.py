"""The declaration of a parser, and the list of all of them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, BinaryIO

from phonefx.parsers.query import Query
from phonefx.records import Record, Skip
from phonefx.times import Moment

ENTRY_POINTS = "phonefx.parsers"
_BUILT_IN = ("android", "ios", "apps", "exports")


@dataclass(frozen=True, slots=True)
class Opened:
    """A file opened for a parser that is no query: its device path, size in bytes, time of change, decoded content.

    The time of change is that of the file in the exhibit: in a folder it may be that of the copy.
    `beside` holds the decoded content of files that the parser named, by that name, where the extraction has them.
    """

    path: str
    size: int
    modified: Moment | None
    content: Any
    beside: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Parser:
    """How one artifact becomes records.

    Attributes:
        id: dotted name, the platform or `apps` or `exports` first: `android.sms`.
        title: the artifact, for an examiner.
        files: patterns of device paths: `*` any run of characters, `{a,b}` alternatives.
        about: what it is, from which versions, and the basis of its times.
        queries: for a database: its mappings.
        functions: Python functions that the queries call on cells that need decoding.
        read: for anything else: what decodes the file, given an open binary file. If what it gives has an attribute
            `damage` that is not empty, reading had to stop there, and that becomes a problem.
        records: and what yields its records.
        beside: files that the records are read together with, as paths from the file's own folder (`../mappings`); the
            parser's patterns must match them as well, and `read` decodes them.
        variants: the versions and schemas for which a made case stands, each by the name that the case gives it.
        sealed: for a database that its app keeps encrypted: how, and what an examiner can do. The problem says it where
            the file is no plain database.
        tested: named public image to number of items, checked by a test.
    """

    id: str
    title: str
    files: tuple[str, ...]
    about: str
    queries: tuple[Query, ...] = ()
    functions: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    read: Callable[[BinaryIO], Any] | None = None
    records: Callable[[Opened], Iterator[Record | Skip]] | None = None
    beside: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    sealed: str = ""
    tested: Mapping[str, int] = field(default_factory=dict)

    @property
    def kinds(self) -> tuple[type[Record], ...]:
        """The kinds that its queries give; empty for a parser that is a function."""
        return tuple(dict.fromkeys(query.kind for query in self.queries))


_REGISTERED: dict[str, Parser] = {}


def parser(
    id: str,
    *,
    title: str,
    files: Sequence[str],
    about: str,
    queries: Sequence[Query] = (),
    functions: Mapping[str, Callable[..., Any]] | None = None,
    read: Callable[[BinaryIO], Any] | None = None,
    records: Callable[[Opened], Iterator[Record | Skip]] | None = None,
    beside: Sequence[str] = (),
    variants: Sequence[str] = (),
    sealed: str = "",
    tested: Mapping[str, int] | None = None,
) -> Parser:
    """Declare a parser: queries for a database, or `read` and `records` for anything else."""
    if bool(queries) == bool(read and records):
        msg = f"{id}: a parser has either queries, or a reader and records"
        raise ValueError(msg)
    declared = Parser(
        id, title, tuple(files), about, tuple(queries), functions or {}, read, records, tuple(beside), tuple(variants),
        sealed, tested or {},
    )  # fmt: skip
    if _REGISTERED.setdefault(id, declared) is not declared:
        msg = f"{id}: declared twice"
        raise ValueError(msg)
    return declared


@cache
def all_parsers() -> tuple[Parser, ...]:
    """Every parser, built in or added through the entry-point group `phonefx.parsers`, by id."""
    for package in _BUILT_IN:
        parent = importlib.import_module(f"phonefx.parsers.{package}")
        for module in pkgutil.iter_modules(parent.__path__, f"{parent.__name__}."):
            importlib.import_module(module.name)
    from importlib.metadata import entry_points

    for point in entry_points(group=ENTRY_POINTS):
        point.load()
    return tuple(sorted(_REGISTERED.values(), key=lambda each: each.id))


@cache
def parsers_by_id() -> Mapping[str, Parser]:
    """The same, to look one up."""
    return {each.id: each for each in all_parsers()}
