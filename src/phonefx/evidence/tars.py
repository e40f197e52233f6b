"""A tar archive as an exhibit, plain or compressed (gzip, bzip2, xz, zstd).

Own header scan: damage in the middle is reported and reading goes on at the next header, where common readers stop
without a word. Knowledge: POSIX.1-2001 pax, GNU long names, base-256 numbers and sparse files (old form, pax 0.1, 1.0).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Final

from phonefx.errors import Damaged, HostileEvidence
from phonefx.evidence.blobs import Blob, JoinedBlob, SliceBlob, stream_of
from phonefx.evidence.paths import DevicePaths
from phonefx.evidence.tree import Entry, Exhibit, Limits, Names, Problem, only_files

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping
    from pathlib import Path

BLOCK: Final = 512
_FORMS: Final = {b"0": "file", b"\0": "file", b"7": "file", b"S": "file", b"1": "hard", b"2": "link", b"5": "dir"}
_EXTENDED_LIMIT: Final = 16 << 20
_SEARCH: Final = 1 << 20


@dataclass(slots=True)
class Member:
    """One member: where its data lies and what its headers say."""

    name: bytes
    kind: bytes
    data: int
    stored: int
    size: int
    mtime_us: int | None
    target: bytes = b""
    holes: tuple[tuple[int, int], ...] | None = None


@dataclass(slots=True)
class _Pending:
    """What extended headers say about the member that follows them."""

    values: dict[str, bytes] = field(default_factory=dict)


def number(raw: bytes) -> int:
    """Read an octal or base-256 number."""
    if raw[:1] in {b"\x80", b"\xff"}:
        value = int.from_bytes(raw[1:], "big")
        return value - (1 << 8 * (len(raw) - 1)) if raw[:1] == b"\xff" else value
    text = raw.split(b"\0")[0].strip()
    return int(text, 8) if text else 0


def is_header(block: bytes) -> bool:
    """Tell a header by its checksum."""
    if len(block) < BLOCK or (block[:1] == b"\0" and block[257:262] != b"ustar"):
        return False
    try:
        stated = number(block[148:156])
    except ValueError:
        return False
    total = sum(block) - sum(block[148:156]) + 256
    if stated == total:
        return True
    return stated == total - 256 * sum(byte > 127 for byte in block[:148] + block[156:])


class TarScan:
    """Walks the headers of a tar archive."""

    def __init__(self, blob: Blob, exhibit: Exhibit) -> None:
        self.blob = blob
        self.exhibit = exhibit
        self.shared: dict[str, bytes] = {}

    def members(self) -> Iterator[Member]:
        """Give every member; reports damage and goes on behind it."""
        at, pending, ended = 0, _Pending(), False
        while at < self.blob.size:
            block = self.blob.read_at(at, BLOCK)
            if len(block) == BLOCK and not any(block):
                ended, at = True, at + BLOCK
                continue
            if not is_header(block):
                at, ended = self._resume(at, ended), False
                continue
            ended = False
            try:
                at = yield from self._one(at, block, pending)
            except (ValueError, IndexError) as error:
                self.exhibit.problem("damaged", "", f"a header at byte {at} makes no sense ({error}); skipped")
                at, pending = at + BLOCK, _Pending()
        if not ended:
            self.exhibit.problem("truncated", "", f"no end mark: the archive stops at byte {self.blob.size}")

    def _resume(self, at: int, ended: bool) -> int:
        start = at
        at += BLOCK
        while at < self.blob.size:
            data = self.blob.read_at(at, _SEARCH)
            for inner in range(0, len(data) - BLOCK + 1, BLOCK):
                if data[inner + 257 : inner + 262] == b"ustar" and is_header(data[inner : inner + BLOCK]):
                    self.exhibit.problem("damaged", "", f"no header at byte {start}; goes on at byte {at + inner}")
                    return at + inner
            at += max(len(data) // BLOCK * BLOCK, BLOCK)
        if not ended:
            self.exhibit.problem("damaged", "", f"no header at byte {start} nor behind it")
        return self.blob.size

    def _one(self, at: int, block: bytes, pending: _Pending) -> Generator[Member, None, int]:
        kind, size = block[156:157], number(block[124:136])
        if size < 0:
            raise ValueError("negative size")
        data = at + BLOCK
        following = data + -(-size // BLOCK) * BLOCK
        if kind in b"xgLKX" and kind:
            self._extend(kind, self.blob.read_at(data, min(size, _EXTENDED_LIMIT)), pending)
            return following
        values, pending.values = {**self.shared, **pending.values}, {}
        size = int(values.get("size", size))
        member = Member(_name(block, values), kind, data, size, size, _mtime(block, values))
        member.target = values.get("linkpath", block[157:257].split(b"\0")[0])
        self._sparse(member, block, values)
        following = member.data + -(-member.stored // BLOCK) * BLOCK
        if following > self.blob.size + BLOCK and kind in _FORMS and _FORMS[kind] == "file":
            self.exhibit.problem(
                "truncated", member.name.decode("utf-8", "surrogateescape"),
                f"{max(0, self.blob.size - member.data)} of {member.stored} bytes are there",
            )  # fmt: skip
        yield member
        if kind in b"12345" and "size" not in values:
            return data
        return following

    def _extend(self, kind: bytes, data: bytes, pending: _Pending) -> None:
        if kind == b"L":
            pending.values["path"] = data.split(b"\0")[0]
        elif kind == b"K":
            pending.values["linkpath"] = data.split(b"\0")[0]
        elif kind == b"g":
            self.shared.update(pax(data))
        else:
            pending.values.update(pax(data))

    def _sparse(self, member: Member, block: bytes, values: dict[str, bytes]) -> None:
        if member.kind == b"S":
            member.size = number(block[483:495])
            pairs, more = _octal_map(block[386:482]), block[482:483] != b"\0"
            while more and len(pairs) < 1_000_000:
                extension = self.blob.read_at(member.data, BLOCK)
                pairs += _octal_map(extension[:504])
                member.data += BLOCK
                more = extension[504:505] not in {b"\0", b""}
            member.holes = tuple(pairs)
        elif values.get("GNU.sparse.major") == b"1":
            self._sparse_data(member, values)
        elif "GNU.sparse.map" in values:
            flat = [int(each) for each in values["GNU.sparse.map"].split(b",")]
            member.holes = tuple(zip(flat[::2], flat[1::2], strict=False))
            member.size = int(values.get("GNU.sparse.size", member.size))

    def _sparse_data(self, member: Member, values: dict[str, bytes]) -> None:
        """Pax sparse 1.0 keeps its map, as decimal lines, in front of the data."""
        head = self.blob.read_at(member.data, min(member.stored, _EXTENDED_LIMIT))
        count, at = _line(head, 0)
        flat = []
        for _ in range(min(2 * count, len(head))):
            value, at = _line(head, at)
            flat.append(value)
        used = -(-at // BLOCK) * BLOCK
        member.data, member.stored = member.data + used, member.stored - used
        member.holes = tuple(zip(flat[::2], flat[1::2], strict=False))
        member.size = int(values.get("GNU.sparse.realsize", member.size))


def _line(data: bytes, at: int) -> tuple[int, int]:
    end = data.index(b"\n", at)
    return int(data[at:end]), end + 1


def _octal_map(area: bytes) -> list[tuple[int, int]]:
    pairs = [(area[at : at + 12], area[at + 12 : at + 24]) for at in range(0, len(area) - 23, 24)]
    return [(number(offset), number(size)) for offset, size in pairs if offset.strip(b"\0 ") or size.strip(b"\0 ")]


def pax(data: bytes) -> dict[str, bytes]:
    """Read the `length key=value` records of an extended header."""
    found, at = {}, 0
    while at < len(data):
        space = data.find(b" ", at, at + 20)
        if space < 0 or not data[at:space].isdigit():
            break
        size = int(data[at:space])
        key, separator, value = data[space + 1 : at + size - 1].partition(b"=")
        if size <= 0 or not separator:
            break
        found[key.decode("utf-8", "replace")] = value
        at += size
    if "GNU.sparse.name" in found:
        found["path"] = found["GNU.sparse.name"]
    return found


def _name(block: bytes, values: dict[str, bytes]) -> bytes:
    if "path" in values:
        return values["path"]
    name = block[:100].split(b"\0")[0]
    prefix = block[345:500].split(b"\0")[0] if block[257:263] == b"ustar\0" else b""
    return prefix + b"/" + name if prefix else name


def _mtime(block: bytes, values: dict[str, bytes]) -> int | None:
    if "mtime" in values:
        whole, _, fraction = values["mtime"].partition(b".")
        sign = -1 if whole.startswith(b"-") else 1
        return int(whole) * 1_000_000 + sign * int(fraction[:6].ljust(6, b"0") or b"0")
    return number(block[136:148]) * 1_000_000


class TarExhibit(Exhibit):
    """A tar archive. `ident` is the number of the member, in the order of the archive."""

    reader = "own"

    def __init__(self, blob: Blob, root: Path, kind: str, limits: Limits) -> None:
        self.kind = kind
        self.blob_ = blob
        self.root = root
        self.size = blob.size
        self.limits = limits
        self.problems: list[Problem] = []
        self._places: list[tuple[int, int, int, tuple[tuple[int, int], ...] | None]] | None = None

    def entries(self) -> Iterator[Entry]:
        """Give every member in the order of the archive, which is the order its data can be read in."""
        names, paths = Names(), DevicePaths()
        places: list[tuple[int, int, int, tuple[tuple[int, int], ...] | None]] = []
        by_name: dict[bytes, int] = {}
        for count, member in enumerate(TarScan(self.blob_, self).members()):
            if count >= self.limits.entries:
                raise HostileEvidence(self.root, f"more than {self.limits.entries} members")
            entry = self._entry(member, count, names, paths)
            if entry.form == "hard":
                self._link(entry, member, places, by_name)
            else:
                places.append((member.data, member.stored, member.size, member.holes))
                by_name[member.name] = count
            yield entry
        self._places = places

    def _entry(self, member: Member, count: int, names: Names, paths: DevicePaths) -> Entry:
        text = member.name.decode("utf-8", "surrogateescape")
        form = _FORMS.get(member.kind, "special")
        if form == "file" and text.endswith("/"):
            form = "dir"
        bare = text.rstrip("/") or text
        if form == "dir" and names.seen(bare):
            stored = bare
        else:
            if names.seen(bare):
                self.problem("duplicate-name", bare, "the archive holds more than one member of this name")
            stored = names.unique(bare)
        path, user = paths.of(bare.removeprefix("./"))
        size = member.size if form == "file" else 0
        return Entry(stored, path, size, member.mtime_us, "utc", form, "live", count, user)

    def _link(
        self, entry: Entry, member: Member,
        places: list[tuple[int, int, int, tuple[tuple[int, int], ...] | None]], by_name: dict[bytes, int],
    ) -> None:  # fmt: skip
        """A hard link has the content of the member it names, which stands before it."""
        target = by_name.get(member.target)
        if target is None:
            entry.form = "link"
            places.append((0, 0, 0, None))
            self.problem("broken-link", entry.stored, "a hard link to a member that is not in front of it")
            return
        places.append(places[target])
        entry.form, entry.size = "file", places[target][2]

    def open(self, entry: Entry) -> BinaryIO:
        """Open a member for reading anywhere."""
        return stream_of(self.blob(entry))

    def blob(self, entry: Entry) -> Blob:
        """Give random access to a member, in place."""
        only_files(self, entry)
        if self._places is None:
            for _ in self.entries():
                pass
        data, stored, size, holes = (self._places or [])[int(str(entry.ident))]
        found = SliceBlob(self.blob_, data, stored)
        if holes is not None:
            return HoledBlob(found, holes, size)
        return found

    def containers(self) -> Iterator[Path]:
        """Give the archive."""
        yield self.root

    def facts(self) -> Mapping[str, str]:
        """A tar archive states nothing about itself."""
        return {}

    def close(self) -> None:
        """Close the archive."""
        self.blob_.close()


class ZeroBlob(Blob):
    """A hole: bytes that were never stored and read as zero."""

    def __init__(self, size: int) -> None:
        self.size = size

    def read_at(self, offset: int, size: int) -> bytes:
        """Give zeros."""
        return bytes(max(0, min(size, self.size - offset)))


class HoledBlob(JoinedBlob):
    """A sparse file: stored runs and the holes between them."""

    def __init__(self, data: Blob, runs: tuple[tuple[int, int], ...], size: int) -> None:
        parts: list[Blob] = []
        at = taken = 0
        for offset, length in runs:
            if offset < at or length < 0 or offset + length > size:
                raise Damaged("tar", f"a sparse map that makes no sense at {offset}")
            parts += [ZeroBlob(offset - at)] if offset > at else []
            parts += [SliceBlob(data, taken, length)] if length else []
            at, taken = offset + length, taken + length
        parts += [ZeroBlob(size - at)] if size > at else []
        super().__init__(parts)
