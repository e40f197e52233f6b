"""Makes a Realm store by the published layout: the other half of what is tested."""

from __future__ import annotations

import struct

NAN = struct.unpack("<d", struct.pack("<Q", 0x7FF80000000000AA))[0]
INTEGER, TRUTH, TEXT, BYTES, MOMENT, DOUBLE, LINK, BACKLINK = 0, 1, 2, 4, 8, 10, 12, 14


class Maker:
    """Puts arrays one behind the other; each gets the place where it stands."""

    def __init__(self) -> None:
        self.out = bytearray(24)

    def put(self, flags: int, size: int, payload: bytes) -> int:
        ref = len(self.out)
        self.out += b"AAAA" + bytes([flags]) + size.to_bytes(3, "big") + payload + bytes(-len(payload) % 8)
        return ref

    def numbers(self, values: list[int], refs: bool = False, inner: bool = False, context: bool = False) -> int:
        flags = refs << 6 | inner << 7 | context << 5
        if all(each in (0, 1) for each in values) and not refs:
            bits = sum(each << at for at, each in enumerate(values))
            return self.put(flags | 1, len(values), bits.to_bytes((len(values) + 7) // 8, "little"))
        return self.put(flags | 7, len(values), struct.pack(f"<{len(values)}q", *values))

    def nullable(self, values: list[int | None]) -> int:
        return self.numbers([-77, *(-77 if each is None else each for each in values)])

    def short(self, values: list[str | None], width: int = 64) -> int:
        slots = b""
        for each in values:
            raw = b"" if each is None else each.encode()
            slots += raw.ljust(width - 1, b"\0") + bytes([width if each is None else width - 1 - len(raw)])
        return self.put(1 << 3 | (width.bit_length()), len(values), slots)

    def small(self, values: list[str | None]) -> int:
        data, ends = b"", []
        for each in values:
            data += b"" if each is None else each.encode() + b"\0"
            ends.append(len(data))
        blob = self.put(2 << 3, len(data), data)
        return self.numbers([self.numbers([*ends]), blob, self.numbers([each is None for each in values])], refs=True)

    def big(self, values: list[str | None]) -> int:
        refs = []
        for each in values:
            raw = b"" if each is None else each.encode() + b"\0"
            refs.append(0 if each is None else self.put(2 << 3, len(raw), raw))
        return self.numbers(refs, refs=True, context=True)

    def doubles(self, values: list[float | None]) -> int:
        return self.put(7, len(values), struct.pack(f"<{len(values)}d", *(NAN if v is None else v for v in values)))

    def moments(self, values: list[tuple[int, int] | None]) -> int:
        seconds = self.nullable([None if each is None else each[0] for each in values])
        return self.numbers([seconds, self.numbers([0 if each is None else each[1] for each in values])], refs=True)

    def table(self, columns: list[tuple[str | None, int, int]], leaves: list[tuple[int, list[int]]]) -> int:
        """Columns are (name, type, attributes); leaves are (number of rows, places of the columns' values)."""
        names = self.short([name for name, _, _ in columns if name])
        keys = self.numbers([at | kind << 16 | attributes << 22 for at, (_, kind, attributes) in enumerate(columns)])
        spec = self.numbers([0, names, 0, 0, 0, keys], refs=True)
        nodes = [self.numbers([count << 1 | 1, *refs], refs=True) for count, refs in leaves]
        total = sum(count for count, _ in leaves)
        root = nodes[0] if len(nodes) == 1 else self.numbers([0, 3, total << 1 | 1, *nodes], refs=True, inner=True)
        return self.numbers([spec, 0, root, 7], refs=True)

    def store(self, tables: dict[str, int], streamed: bool = False) -> bytes:
        top = self.numbers([self.short(list(tables)), self.numbers(list(tables.values()), refs=True), 1], refs=True)
        first = (1 << 64) - 1 if streamed else top
        self.out[:24] = struct.pack("<QQ", first, 0) + b"T-DB" + bytes([24, 0, 0, 0])
        return bytes(self.out) + (struct.pack("<QQ", top, 0x3034125237E526C8) if streamed else b"")
