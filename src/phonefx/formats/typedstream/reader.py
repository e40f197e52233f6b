"""Decodes NSArchiver typedstreams into objects.

The grammar was worked out from archives of Messages (iOS and macOS) and from published notes on NeXT's archiver. Two
tables of what was seen before exist side by side: strings (type encodings, class names) and objects (objects, classes,
C strings). An object takes its number before its class is read, a class before its superclass.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Literal

from phonefx.errors import Damaged, EvidenceError, HostileEvidence
from phonefx.formats.typedstream.encodings import Array, Struct, Type, parse
from phonefx.formats.typedstream.objects import Class, Group, Object, Value

INT16, INT32, REAL, NEW, NIL, END, INT64 = 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87
WIDTHS = {INT16: 2, INT32: 4, INT64: 8}
FIRST_REFERENCE = -110
MAX_DEPTH = 64
MAX_SUPERCLASSES = 32
SIGNATURES: dict[bytes, Literal["little", "big"]] = {b"streamtyped": "little", b"typedstream": "big"}


@dataclass(slots=True)
class Stream:
    """The groups at the top of a typedstream, the version that its header states, and what was wrong, if anything."""

    version: int = 0
    groups: list[Group] = field(default_factory=list)
    problem: EvidenceError | None = None

    @property
    def root(self) -> Object | None:
        """The first object of the archive, which is the archived thing itself."""
        return next((value for group in self.groups for value in group.values if isinstance(value, Object)), None)


class Reader:
    """A position in the bytes of one typedstream, and the two tables of what was read before it."""

    __slots__ = ("budget", "data", "depth", "objects", "order", "pos", "stream", "strings")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.pos = 0
        self.depth = 0
        self.budget = 4 * len(data) + 64  # values without bytes (empty arrays) must not multiply
        self.strings: list[str] = []
        self.objects: list[Value] = []
        self.stream = Stream()
        self.order: Literal["little", "big"] = "little"

    def run(self) -> None:
        """Read the header and all groups into `stream`."""
        self.header()
        groups = self.stream.groups
        while self.pos < len(self.data):
            group = Group("", [])
            groups.append(group)
            self.group(group)

    def header(self) -> None:
        """Read the streamer version, the signature and the system version."""
        self.byte()
        signature = self.unshared()
        if signature not in SIGNATURES:
            raise Damaged("typedstream", "it does not begin as a typedstream")
        self.order = SIGNATURES[signature]
        self.stream.version = self.integer()

    def byte(self) -> int:
        """Read one byte."""
        try:
            value = self.data[self.pos]
        except IndexError:
            raise self.damaged("it ends too early") from None
        self.pos += 1
        return value

    def take(self, count: int) -> bytes:
        """Read a number of bytes."""
        start = self.pos
        end = start + count
        if count < 0 or end > len(self.data):
            raise self.damaged(f"{count} bytes are asked for, {len(self.data) - start} are left")
        self.pos = end
        return self.data[start:end]

    def damaged(self, reason: str) -> Damaged:
        """Make the error that names the place."""
        return Damaged("typedstream", f"{reason} (byte {self.pos})")

    def integer(self, *, signed: bool = True) -> int:
        """Read an integer of any width."""
        return self.finish_integer(self.byte(), signed=signed)

    def finish_integer(self, head: int, *, signed: bool) -> int:
        """Read what follows the head byte of an integer."""
        if head < INT16 - 1:
            return head
        if head > 0x91:
            return head - 256 if signed else head
        if head not in WIDTHS:
            raise self.damaged(f"{head:#x} begins no integer")
        return int.from_bytes(self.take(WIDTHS[head]), self.order, signed=signed)

    def real(self, width: int) -> float:
        """Read a float (4 bytes) or double (8 bytes), which is written as an integer where it is whole."""
        head = self.byte()
        if head != REAL:
            return float(self.finish_integer(head, signed=True))
        mark = "<" if self.order == "little" else ">"
        return float(struct.unpack(mark + ("f" if width == 4 else "d"), self.take(width))[0])

    def unshared(self) -> bytes | None:
        """Read a byte string with its length before it."""
        head = self.byte()
        return None if head == NIL else self.take(self.finish_integer(head, signed=False))

    def shared(self) -> str | None:
        """Read a string that may have been written before."""
        head = self.byte()
        if head == NEW:
            value = (self.unshared() or b"").decode("utf-8", "replace")
            self.strings.append(value)
            return value
        if head == NIL:
            return None
        index = self.finish_integer(head, signed=True) - FIRST_REFERENCE
        if not 0 <= index < len(self.strings):
            raise self.damaged(f"string {index} is referred to, {len(self.strings)} are known")
        return self.strings[index]

    def earlier(self, head: int) -> Value:
        """Find the object, class or C string that a reference names."""
        index = self.finish_integer(head, signed=True) - FIRST_REFERENCE
        if not 0 <= index < len(self.objects):
            raise self.damaged(f"object {index} is referred to, {len(self.objects)} are known")
        return self.objects[index]

    def group(self, group: Group) -> None:
        """Read an encoding and its values; the group keeps those read before any damage."""
        encoding = self.shared()
        if not encoding:
            raise self.damaged("values without a type")
        group.encoding = encoding
        for kind in parse(encoding):
            if kind == "@":
                self.object(group.values)
            else:
                group.values.append(self.value(kind))

    def object(self, into: list[Value]) -> None:
        """Read an object into a list, where it stands before it is complete."""
        head = self.byte()
        if head == NIL:
            into.append(None)
        elif head == NEW:
            self.new_object(into)
        else:
            value = self.earlier(head)
            if not isinstance(value, Object):
                raise self.damaged("a reference to an object leads to something else")
            into.append(value)

    def new_object(self, into: list[Value]) -> None:
        """Read class and contents of an object that was not seen before."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise HostileEvidence("typedstream", f"objects nested deeper than {MAX_DEPTH}")
        found = Object()
        self.objects.append(found)
        into.append(found)
        found.type = self.class_()
        while self.peek() != END:
            group = Group("", [])
            found.groups.append(group)
            self.group(group)
        self.pos += 1
        self.depth -= 1

    def peek(self) -> int:
        """See the next byte without passing it."""
        if self.pos >= len(self.data):
            raise self.damaged("it ends within an object")
        return self.data[self.pos]

    def class_(self) -> Class | None:
        """Read a class and the unknown ones above it."""
        fresh: list[tuple[int, str, int]] = []
        while (head := self.byte()) == NEW:
            if len(fresh) >= MAX_SUPERCLASSES:
                raise HostileEvidence("typedstream", f"more than {MAX_SUPERCLASSES} superclasses")
            index = len(self.objects)
            self.objects.append(None)
            fresh.append((index, self.shared() or "", self.integer()))
        parent = None if head == NIL else self.earlier(head)
        if head != NIL and not isinstance(parent, Class):
            raise self.damaged("a reference to a class leads to something else")
        known = parent if isinstance(parent, Class) else None
        for index, name, version in reversed(fresh):
            known = Class(name, version, known)
            self.objects[index] = known
        return known

    def c_string(self) -> str | None:
        """Read a C string, which is numbered among the objects."""
        head = self.byte()
        if head == NIL:
            return None
        if head == NEW:
            value = self.shared()
            self.objects.append(value)
            return value
        known = self.earlier(head)
        if not isinstance(known, str):
            raise self.damaged("a reference to a C string leads to something else")
        return known

    def value(self, kind: Type) -> Value:
        """Read one value of a type."""
        self.budget -= 1
        if self.budget < 0:
            raise HostileEvidence("typedstream", "more values than its bytes can hold")
        if isinstance(kind, Array):
            return self.array(kind)
        if isinstance(kind, Struct):
            return [self.value(item) for item in kind.fields]
        if kind in "islq":
            return self.integer()
        if kind in "ISLQ":
            return self.integer(signed=False)
        return self.other(kind)

    def other(self, kind: str) -> Value:
        """Read one value of the types that are not plain integers."""
        match kind:
            case "+":
                return self.unshared()
            case "*":
                return self.c_string()
            case "c":
                byte = self.byte()
                return byte - 256 if byte > 127 else byte
            case "C" | "B":
                return self.byte()
            case "f" | "d":
                return self.real(4 if kind == "f" else 8)
            case "#":
                return self.class_()
            case ":" | "%":
                return self.shared()
            case _:
                single: list[Value] = []
                self.object(single)
                return single[0]

    def array(self, kind: Array) -> Value:
        """Read an array; one of characters is raw bytes."""
        if kind.item in ("c", "C"):
            return self.take(kind.count)
        if kind.count > len(self.data):
            raise self.damaged(f"an array of {kind.count} values")
        return [self.value(kind.item) for _ in range(kind.count)]


def decode(data: bytes, *, partial: bool = False) -> Stream:
    """Decode a whole typedstream into its objects.

    Args:
        data: the archive, from its first byte (`04 0B streamtyped`).
        partial: keep what stands before the first damage and say in `Stream.problem` what it is, instead of raising.

    Raises:
        Damaged: it is no typedstream, or breaks off, or refers to what is not there.
        HostileEvidence: it nests or multiplies beyond the limits of any real archive.
    """
    reader = Reader(data)
    try:
        reader.run()
    except EvidenceError as problem:
        if not partial:
            raise
        reader.stream.problem = problem
    return reader.stream
