"""Gives the fields of a message by number, in the form that the caller asks for.

A length-delimited value may be a text, a message or packed numbers, and the bytes do not tell. Nothing is guessed: the
caller, who knows the artifact, asks a field for the form it has there. Nested messages are read when asked for.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from phonefx.errors import Damaged
from phonefx.formats.protobuf.wire import VARINT, walk

Value = int | bytes
"""A varint (unsigned), or the bytes of a fixed32, fixed64 or length-delimited field, or of a group."""


class Message:
    """One message: its fields in the order in which they stand."""

    __slots__ = ("_fields", "damage")

    def __init__(self, data: bytes | memoryview) -> None:
        self.damage = ""
        self._fields: dict[int, list[Value]] = {}
        try:
            for number, value in fields(bytes(memoryview(data))):
                self._fields.setdefault(number, []).append(value)
        except Damaged as error:
            self.damage = str(error)

    def __iter__(self) -> Iterator[int]:
        return iter(self._fields)

    def values(self, number: int) -> list[Value]:
        """Every value of a field."""
        return self._fields.get(number, [])

    def integer(self, number: int, bits: int = 64) -> int | None:
        """The last value of a varint field, signed in two's complement of that width; None if it is not there.

        With 32 bits a value that was written as an unsigned 32-bit number reads as the negative one it stands for.
        """
        found = next((value for value in reversed(self.values(number)) if isinstance(value, int)), None)
        if found is None:
            return None
        found &= (1 << bits) - 1
        return found - (1 << bits) if found >= 1 << (bits - 1) else found

    def data(self, number: int) -> bytes | None:
        """The last value of a field that holds bytes."""
        return next((value for value in reversed(self.values(number)) if isinstance(value, bytes)), None)

    def text(self, number: int) -> str | None:
        """A text; bytes that are no UTF-8 stand as escapes."""
        found = self.data(number)
        return None if found is None else found.decode("utf-8", "backslashreplace")

    def double(self, number: int) -> float | None:
        """A double (fixed64) or float (fixed32)."""
        found = self.data(number)
        if found is None or len(found) not in (4, 8):
            return None
        value: float = struct.unpack("<d" if len(found) == 8 else "<f", found)[0]
        return value

    def message(self, *path: int) -> Message:
        """The message at a path of field numbers; an empty one where there is none."""
        found = self
        for number in path:
            found = Message(found.data(number) or b"")
        return found

    def messages(self, number: int) -> Iterator[Message]:
        """Every message of a repeated field."""
        return (Message(value) for value in self.values(number) if isinstance(value, bytes))

    def texts(self, number: int) -> list[str]:
        """Every text of a repeated field."""
        return [value.decode("utf-8", "backslashreplace") for value in self.values(number) if isinstance(value, bytes)]


def fields(data: bytes) -> Iterator[tuple[int, Value]]:
    """Give (number, value) of every field.

    Raises:
        Damaged: the bytes are no message from some offset on; what came before was given.
        HostileEvidence: groups nested deeper than 64, or more than five million fields.
    """
    for field in walk(data):
        yield field.number, field.number_value if field.wire == VARINT else field.raw
