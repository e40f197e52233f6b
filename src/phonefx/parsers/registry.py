"""The declaration of a parser, and the list of all of them.

A run has to know of every parser which files it wants, and how to read them of those alone whose files are there. So
hundreds of modules need not be loaded: what each of them wants stands in `listed.json`, which `make docs` writes.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Protocol

from phonefx.parsers.query import Query
from phonefx.records import Record, Skip
from phonefx.times import Moment

if TYPE_CHECKING:
    from importlib.metadata import EntryPoints

ENTRY_POINTS = "phonefx.parsers"
LISTED: Final = Path(__file__).with_name("listed.json")
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
        module: where it is declared.
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
    module: str = ""

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
        sealed, tested or {}, sys._getframe(1).f_globals["__name__"],
    )  # fmt: skip
    if _REGISTERED.setdefault(id, declared) is not declared:
        msg = f"{id}: declared twice"
        raise ValueError(msg)
    return declared


@cache
def all_parsers() -> tuple[Parser, ...]:
    """Every parser, built in or added through the entry-point group `phonefx.parsers`, by id."""
    for module in _modules():
        importlib.import_module(module)
    for point in _added():
        point.load()
    return tuple(sorted(_REGISTERED.values(), key=lambda each: each.id))


def _modules() -> list[str]:
    """Name the modules of the parsers that are built in."""
    parents = [importlib.import_module(f"phonefx.parsers.{package}") for package in _BUILT_IN]
    return [each.name for parent in parents for each in pkgutil.iter_modules(parent.__path__, f"{parent.__name__}.")]


def _added() -> EntryPoints:
    from importlib.metadata import entry_points

    return entry_points(group=ENTRY_POINTS)


class Wanting(Protocol):
    """What planning needs of a parser: `queries` says whether it reads databases."""

    @property
    def id(self) -> str:
        """Its dotted name."""

    @property
    def title(self) -> str:
        """The artifact."""

    @property
    def files(self) -> tuple[str, ...]:
        """Its patterns."""

    @property
    def queries(self) -> object:
        """Whether there are any."""

    @property
    def beside(self) -> tuple[str, ...]:
        """The files that it wants together with them."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The same of a parser that is not loaded, and the module that declares it."""

    id: str
    title: str
    files: tuple[str, ...]
    queries: bool
    beside: tuple[str, ...]
    module: str


@cache
def listed_parsers() -> Sequence[Wanting]:
    """Every parser as far as planning needs it, by id. Where the list does not know all of them they are loaded."""
    if _added() or _listed().keys() != set(_modules()):
        return all_parsers()
    found = [each for declared in _listed().values() for each in declared]
    return sorted(found, key=lambda each: each.id)


@cache
def _listed() -> Mapping[str, Sequence[Listed]]:
    """The list: what each module declares, by its name."""
    if not LISTED.is_file():
        return {}
    told = json.loads(LISTED.read_text(encoding="utf-8"))
    return {
        module: [
            Listed(each["id"], each["title"], tuple(each["files"]), each["queries"], tuple(each["beside"]), module)
            for each in declared
        ]
        for module, declared in told.items()
    }


def listing() -> str:
    """What the list has to say, from the modules themselves."""
    told: dict[str, list[dict[str, object]]] = {module: [] for module in _modules()}
    for each in all_parsers():
        if each.module in told:
            declared = {"id": each.id, "title": each.title, "files": each.files, "queries": bool(each.queries)}
            told[each.module].append({**declared, "beside": each.beside})
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def parser_of(id: str) -> Parser | None:
    """Give a parser, and load no other but those of its module; None where no parser has that name."""
    for each in listed_parsers():
        if each.id == id:
            if isinstance(each, Listed):
                importlib.import_module(each.module)
            return _REGISTERED[id]
    return None


@cache
def parsers_by_id() -> Mapping[str, Parser]:
    """The same, to look one up."""
    return {each.id: each for each in all_parsers()}
