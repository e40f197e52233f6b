"""Reads Realm stores (`.realm`, magic `T-DB`) whose tables are kept in clusters, as Realm has written them since 2019.

A file is a tree of arrays that name each other by their places in the file. The store describes itself: names of
tables, names and types of columns. Values of whole numbers, truth values, texts, bytes, reals and moments are read;
links, lists and mixed values are not, and say so.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO, Final, NamedTuple

from phonefx.errors import Damaged

_WHAT: Final = "Realm store"
_MOST: Final = 256 << 20
_HEADER: Final = 24
_MAGIC: Final = b"T-DB"
_CHECK: Final = b"AAAA"
_STREAMED: Final = (1 << 64) - 1
_FOOTER: Final = (0x3034125237E526C8).to_bytes(8, "little")
_DEEPEST: Final = 32
_ROWS: Final = 5_000_000
_WIDTHS: Final = (0, 1, 2, 4, 8, 16, 32, 64)
_BACKLINK: Final = 14
_NULLABLE, _COLLECTION = 0x10, 0xE0
_FIRST_CHILD: Final = 3

INTEGER, TRUTH, TEXT, BYTES, MOMENT, FLOAT, DOUBLE = 0, 1, 2, 4, 8, 9, 10
READ: Final = frozenset({INTEGER, TRUTH, TEXT, BYTES, MOMENT, FLOAT, DOUBLE})
"""Types of columns by number; those that are read."""


class Moment(NamedTuple):
    """A moment as it is stored: seconds since 1970, UTC, and nanoseconds."""

    seconds: int
    nanoseconds: int


class Column(NamedTuple):
    """A column: its name, type by number, place in a cluster, whether it may be null, whether it holds collections."""

    name: str
    type: int
    place: int
    nullable: bool
    collection: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, its columns, and where its rows begin."""

    name: str
    columns: tuple[Column, ...]
    root: int

    @property
    def unread(self) -> tuple[str, ...]:
        """Names of the columns whose values are not read."""
        return tuple(each.name for each in self.columns if each.collection or each.type not in READ)


@dataclass(slots=True)
class Store:
    """A Realm store. Reading sets `damage` where something of it could not be read.

    Attributes:
        content: the whole file.
        version: of the file format.
        tables: by name.
    """

    content: bytes
    version: int = 0
    tables: dict[str, Table] = field(default_factory=dict)
    damage: str = ""

    def rows(self, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """Give (number, values by name of column) of each row of a table; a column that is not read is left out."""
        table = self.tables.get(name)
        if table is None:
            return
        try:
            yield from enumerate(islice(self._clusters(table), _ROWS))
        except Damaged as error:
            self.damage = self.damage or str(error.args[-1])

    def _clusters(self, table: Table) -> Iterator[dict[str, Any]]:
        wanted = [each for each in table.columns if not each.collection and each.type in READ]
        seen: set[int] = set()
        for leaf in self._leaves(table.root, seen, 0):
            keys = leaf.values[0]
            count = keys >> 1 if keys & 1 else self.array(keys).size
            columns = {}
            for column in wanted:
                if column.place >= leaf.size:
                    raise Damaged(_WHAT, "a row lacks a column")
                values = self._values(leaf.values[column.place], column)
                if len(values) != count:
                    raise Damaged(_WHAT, "the columns of a table have different lengths")
                columns[column.name] = values
            for at in range(count if columns else 0):
                yield {name: values[at] for name, values in columns.items()}

    def _leaves(self, ref: int, seen: set[int], depth: int) -> Iterator[Array]:
        if ref in seen or depth > _DEEPEST:
            raise Damaged(_WHAT, "a part of a table holds itself")
        seen.add(ref)
        node = self.array(ref)
        if not node.refs or not node.size:
            raise Damaged(_WHAT, "rows where there are none")
        if node.inner:
            for child in node.values[_FIRST_CHILD:]:
                yield from self._leaves(child, seen, depth + 1)
        else:
            yield node

    def _values(self, ref: int, column: Column) -> list[Any]:
        array = self.array(ref)
        if column.type in (TEXT, BYTES):
            found = self._blobs(array, column.type == TEXT)
            return [_text(each) for each in found] if column.type == TEXT else list(found)
        if column.type == MOMENT:
            seconds, rest = (self.array(each) for each in array.values[:2]) if array.size >= 2 else (None, None)
            if seconds is None or rest is None:
                raise Damaged(_WHAT, "a moment without its parts")
            pairs = zip(_nullable(seconds.values), rest.values, strict=False)
            return [None if left is None else Moment(left, right) for left, right in pairs]
        if column.type in (FLOAT, DOUBLE):
            return array.reals(8 if column.type == DOUBLE else 4)
        if column.type == TRUTH:
            return [None if each == 3 else bool(each) for each in array.values]
        return _nullable(array.values) if column.nullable else list(array.values)

    def _blobs(self, array: Array, terminated: bool) -> Iterator[bytes | None]:
        if not array.refs:
            yield from array.short()
        elif array.context:
            for each in array.values:
                yield None if each == 0 else self.array(each).payload[: -1 if terminated else None]
        else:
            if array.size < 3:
                raise Damaged(_WHAT, "texts without their lengths")
            ends, data, nulls = (self.array(each) for each in array.values[:3])
            begin = 0
            for end, null in zip(ends.values, nulls.values, strict=False):
                piece = data.payload[begin : end - (1 if terminated else 0)]
                yield None if null else piece
                begin = end

    def array(self, ref: int) -> Array:
        """Read the array at a place.

        Raises:
            Damaged: there is none.
        """
        head = self.content[ref : ref + 8] if ref > 0 and not ref & 7 else b""
        if len(head) < 8 or head[:4] != _CHECK:
            raise Damaged(_WHAT, "no array where one is named")
        flags, size = head[4], int.from_bytes(head[5:8], "big")
        width, scheme = _WIDTHS[flags & 7], flags >> 3 & 3
        length = (width * size + 7) // 8 if scheme == 0 else width * size if scheme == 1 else size
        payload = self.content[ref + 8 : ref + 8 + length]
        if len(payload) < length:
            raise Damaged(_WHAT, "an array ends behind the end of the file")
        return Array(bool(flags & 0x80), bool(flags & 0x40), bool(flags & 0x20), scheme, width, size, payload)


class Array(NamedTuple):
    """An array: whether it is an inner node, names others, a flag, how wide its elements are, how many, their bytes."""

    inner: bool
    refs: bool
    context: bool
    scheme: int
    width: int
    size: int
    payload: bytes

    @property
    def values(self) -> list[int]:
        """The elements as numbers; those of eight bits and more have a sign."""
        if self.scheme != 0:
            raise Damaged(_WHAT, "bytes where numbers should be")
        if self.width == 0:
            return [0] * self.size
        if self.width < 8:
            mask, each = (1 << self.width) - 1, 8 // self.width
            return [self.payload[at // each] >> at % each * self.width & mask for at in range(self.size)]
        return list(struct.unpack(f"<{self.size}{'bhiq'[(self.width // 8).bit_length() - 1]}", self.payload))

    def reals(self, width: int) -> list[float | None]:
        """The elements as reals; the null of such a column is no number."""
        if len(self.payload) < width * self.size:
            raise Damaged(_WHAT, "reals break off")
        found = struct.unpack_from(f"<{self.size}{'d' if width == 8 else 'f'}", self.payload)
        return [None if math.isnan(each) else each for each in found]

    def short(self) -> Iterator[bytes | None]:
        """Texts or bytes of one width, whose last byte says how many are left over."""
        if self.scheme != 1 and self.width:
            raise Damaged(_WHAT, "numbers where texts should be")
        for at in range(self.size):
            piece = self.payload[at * self.width : (at + 1) * self.width]
            spare = piece[-1] if piece else 1
            yield None if spare == self.width or not piece else piece[: max(self.width - 1 - spare, 0)]


def read(file: BinaryIO) -> Store:
    """Read what a store says of itself: its tables and their columns.

    Raises:
        Damaged: it is no Realm store, an encrypted one, larger than 256 MiB, or of a layout before clusters.
    """
    content = file.read(_MOST + 1)
    if len(content) > _MOST:
        raise Damaged(_WHAT, "larger than 256 MiB")
    if content[16:20] != _MAGIC:
        raise Damaged(_WHAT, "no Realm store, or an encrypted one")
    active = content[23] & 1
    top = int.from_bytes(content[8 * active : 8 * active + 8], "little")
    if top == _STREAMED and content.endswith(_FOOTER):
        top = int.from_bytes(content[-16:-8], "little")
    store = Store(content, content[20 + active])
    group = store.array(top)
    if group.size < 2:
        raise Damaged(_WHAT, "it names no tables")
    names, refs = store.array(group.values[0]), store.array(group.values[1])
    for name, ref in zip(names.short(), refs.values, strict=False):
        if name and ref:
            store.tables[_text(name) or ""] = _table(store, _text(name) or "", ref)
    return store


def _table(store: Store, name: str, ref: int) -> Table:
    top = store.array(ref)
    spec = store.array(top.values[0]) if top.size > 2 else top
    if top.size < 3 or spec.size < 6 or not top.values[2]:
        raise Damaged(_WHAT, "its tables are of a layout before 2019")
    titles = store.array(spec.values[1]).short()
    columns: list[Column] = []
    for packed in store.array(spec.values[5]).values:
        kind, attributes = packed >> 16 & 0x3F, packed >> 22 & 0xFF
        if kind != _BACKLINK:
            title = _text(next(titles, None)) or f"column {len(columns)}"
            columns.append(Column(title, kind, (packed & 0xFFFF) + 1, bool(attributes & _NULLABLE),
                                  bool(attributes & _COLLECTION)))  # fmt: skip
    return Table(name, tuple(columns), top.values[2])


def _nullable(values: list[int]) -> list[int | None]:
    """Numbers whose first says which one stands for null."""
    return [None if each == values[0] else each for each in values[1:]]


def _text(data: bytes | None) -> str | None:
    return None if data is None else data.decode("utf-8", "backslashreplace")
