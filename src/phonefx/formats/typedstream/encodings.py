"""The Objective-C type encodings that name the values of a typedstream."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from phonefx.errors import Damaged, HostileEvidence

SIMPLE = frozenset("@+*#:%cCsSiIlLqQfdB")
MAX_LENGTH = 512
MAX_DEPTH = 16


@dataclass(frozen=True, slots=True)
class Array:
    """`[nT]`: n values of one type."""

    count: int
    item: Type


@dataclass(frozen=True, slots=True)
class Struct:
    """`{name=TT...}`: one value of each type."""

    fields: tuple[Type, ...]


Type: TypeAlias = "str | Array | Struct"


@lru_cache(maxsize=256)
def parse(encoding: str) -> tuple[Type, ...]:
    """Split an encoding such as `iI` or `[12c]` into its types.

    Raises:
        Damaged: it is no encoding known here.
        HostileEvidence: it is longer or deeper than any real one.
    """
    if len(encoding) > MAX_LENGTH:
        raise HostileEvidence("typedstream", f"a type encoding of {len(encoding)} characters")
    types, rest = [], encoding
    while rest:
        parsed, rest = _one(rest, 0)
        types.append(parsed)
    return tuple(types)


def _one(text: str, depth: int) -> tuple[Type, str]:
    if depth > MAX_DEPTH:
        raise HostileEvidence("typedstream", "a type encoding nested too deep")
    head = text[:1]
    if head in SIMPLE:
        return head, text[1:]
    if head == "[":
        return _array(text[1:], depth)
    if head == "{":
        return _struct(text[1:], depth)
    raise Damaged("typedstream", f"unknown type encoding {text[:20]!r}")


def _array(text: str, depth: int) -> tuple[Array, str]:
    digits = len(text) - len(text.lstrip("0123456789"))
    if not 0 < digits < 12:
        raise Damaged("typedstream", "an array type without a sensible length")
    item, rest = _one(text[digits:], depth + 1)
    if not rest.startswith("]"):
        raise Damaged("typedstream", "an array type that does not end")
    return Array(int(text[:digits]), item), rest[1:]


def _struct(text: str, depth: int) -> tuple[Struct, str]:
    name, equals, rest = text.partition("=")
    if not equals or "}" in name:
        raise Damaged("typedstream", "a structure type without fields")
    fields = []
    while not rest.startswith("}"):
        parsed, rest = _one(rest, depth + 1)
        fields.append(parsed)
    return Struct(tuple(fields)), rest[1:]
