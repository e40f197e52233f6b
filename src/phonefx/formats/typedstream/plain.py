"""Turns archived Foundation objects into plain Python values."""

from __future__ import annotations

from typing import TypeAlias

from phonefx.errors import Damaged, HostileEvidence
from phonefx.formats.typedstream.objects import Class, Object, Value

MAX_VALUES = 20_000
MAX_DEPTH = 16

Plain: TypeAlias = "int | float | str | bytes | Object | Class | list[Plain] | dict[str, Plain] | None"


def plain(value: Value) -> Plain:
    """Turn NSString, NSNumber, NSURL, NSData, NSArray, NSSet and NSDictionary into Python values.

    An object of any other class stays the `Object` that it is, with class name and values. NSURL gives its text (base
    and relative part joined), NSData bytes. Dictionary keys that are no text are shown as text.

    Raises:
        Damaged: an object does not hold what its class must hold.
        HostileEvidence: shared or circular objects would multiply beyond the limits.
    """
    return _Converter().convert(value, 0)


def string(found: Object) -> str:
    """Give the text of an archived NSString; bytes that are no UTF-8 raise `Damaged`."""
    values = flat(found)
    if not values or not isinstance(values[0], bytes):
        raise Damaged("typedstream", "a string without its bytes")
    try:
        return values[0].decode("utf-8")
    except UnicodeDecodeError as error:
        raise Damaged("typedstream", f"a text that is no UTF-8 at its byte {error.start}") from error


def flat(found: Object) -> list[Value]:
    """Give the values of all groups of an object in one list."""
    return [value for group in found.groups for value in group.values]


class _Converter:
    """One conversion and what is left of its budget."""

    def __init__(self) -> None:
        self.left = MAX_VALUES

    def convert(self, value: Value, depth: int) -> Plain:
        self.left -= 1
        if self.left < 0 or depth > MAX_DEPTH:
            raise HostileEvidence("typedstream", "its objects multiply or nest beyond the limits")
        if isinstance(value, Object):
            return self.object(value, depth)
        if isinstance(value, list):
            return [self.convert(item, depth + 1) for item in value]
        return value

    def object(self, found: Object, depth: int) -> Plain:
        kind: Class | None = found.type
        while kind is not None:
            match kind.name:
                case "NSString":
                    return string(found)
                case "NSNumber":
                    return number(found)
                case "NSURL":
                    return "".join(text for text in self.items(found, depth, 1) if isinstance(text, str))
                case "NSData":
                    return data(found)
                case "NSArray" | "NSSet":
                    return self.items(found, depth, 1)
                case "NSDictionary":
                    return self.dictionary(found, depth)
            kind = kind.parent
        return found

    def items(self, found: Object, depth: int, skip: int) -> list[Plain]:
        return [self.convert(value, depth + 1) for value in flat(found)[skip:]]

    def dictionary(self, found: Object, depth: int) -> dict[str, Plain]:
        items = self.items(found, depth, 1)
        if len(items) % 2:
            raise Damaged("typedstream", "a dictionary with a key that has no value")
        keys = (key if isinstance(key, str) else repr(key) for key in items[::2])
        return dict(zip(keys, items[1::2], strict=True))


def number(found: Object) -> int | float:
    """Give the value of an archived NSNumber, which stands behind the name of its C type."""
    values = flat(found)
    if len(values) < 2 or not isinstance(values[1], (int, float)):
        raise Damaged("typedstream", "a number without its value")
    return values[1]


def data(found: Object) -> bytes:
    """Give the bytes of an archived NSData, which stand behind their count."""
    values = flat(found)
    if len(values) < 2 or not isinstance(values[1], bytes):
        raise Damaged("typedstream", "data without its bytes")
    return values[1]
