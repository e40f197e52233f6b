"""Reads attributed strings: the text of an iMessage and what its runs say (attachments, mentions, links, parts)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from phonefx.errors import Damaged, EvidenceError
from phonefx.formats.typedstream.objects import Group, Object
from phonefx.formats.typedstream.plain import Plain, flat, plain, string
from phonefx.formats.typedstream.reader import END, INT16, INT32, decode

PART = "__kIMMessagePartAttributeName"
ATTACHMENT = "__kIMFileTransferGUIDAttributeName"
LINK = "__kIMLinkAttributeName"
MENTION = "__kIMMentionConfirmedMention"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with the same attributes; start and length count UTF-16 code units."""

    start: int
    length: int
    attributes: dict[str, Plain]

    @property
    def part(self) -> int | None:
        """The number of the message part that this run belongs to."""
        value = self.attributes.get(PART)
        return value if isinstance(value, int) else None

    @property
    def attachment(self) -> str | None:
        """The GUID of the file that stands at this place (`attachment.guid` in sms.db)."""
        return self._text(ATTACHMENT)

    @property
    def link(self) -> str | None:
        """The address that this run links to."""
        return self._text(LINK)

    @property
    def mention(self) -> str | None:
        """The handle of the person whom this run mentions."""
        return self._text(MENTION)

    def _text(self, name: str) -> str | None:
        value = self.attributes.get(name)
        return value if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class AttributedString:
    """A text with its runs. `problem` says what was damaged behind or within the text; None if all was read."""

    text: str
    runs: tuple[Run, ...]
    problem: str | None = None

    def piece(self, run: Run) -> str:
        """Give the text of a run; half of a surrogate pair becomes U+FFFD."""
        units = self.text.encode("utf-16-le", "surrogatepass")
        return units[2 * run.start : 2 * (run.start + run.length)].decode("utf-16-le", "replace")


def attributed(blob: bytes) -> AttributedString:
    """Decode an attributed string (or a bare string) with all its runs.

    Runs come in the order of the text; together they cover its UTF-16 length, otherwise `problem` says so. Damage
    behind the text leaves the text and the runs before the damage. Text with bytes that are no UTF-8 has U+FFFD in
    their place, and a `problem`.

    Raises:
        Damaged: it holds no text, or is damaged before the text ends.
        HostileEvidence: it goes beyond the limits before the text ends.
    """
    stream = decode(blob, partial=True)
    root = stream.root
    if root is None:
        raise stream.problem or Damaged("typedstream", "it holds no object")
    holder = next(_strings(root), None)
    if holder is None or not flat(holder):
        raise stream.problem or Damaged("typedstream", "it holds no text")
    whole, problem = _text(holder)
    runs: list[Run] = []
    try:
        if root is not holder:
            runs.extend(_runs(root.groups[1:]))
    except EvidenceError as error:
        problem = problem or str(error)
    covered = sum(run.length for run in runs)
    if problem is None and stream.problem is not None:
        problem = str(stream.problem)
    units = len(whole) + sum(character > "\uffff" for character in whole)
    if problem is None and root is not holder and covered != units:
        problem = f"the runs cover {covered} of {units} UTF-16 units"
    return AttributedString(whole, tuple(runs), problem)


def _strings(root: Object) -> Iterator[Object]:
    """The string that an attributed string begins with, or the root itself if it is a string."""
    if root.is_a("NSString"):
        yield root
    elif root.is_a("NSAttributedString") and root.groups:
        first = root.groups[0].values[:1]
        yield from (value for value in first if isinstance(value, Object) and value.is_a("NSString"))


def _text(holder: Object) -> tuple[str, str | None]:
    try:
        return string(holder), None
    except Damaged as error:
        raw = flat(holder)[0]
        if not isinstance(raw, bytes):
            raise
        return raw.decode("utf-8", "replace"), str(error)


def _runs(groups: list[Group]) -> Iterator[Run]:
    """Pair each run with its attributes, which are written only where their number is new."""
    known: dict[int, dict[str, Plain]] = {}
    start = 0
    waiting = iter(groups)
    for group in waiting:
        match group.values:
            case [int(number), int(length)] if length >= 0:
                if number not in known:
                    known[number] = _attributes(next(waiting, None))
                yield Run(start, length, known[number])
                start += length
            case _:
                raise Damaged("typedstream", f"a run is expected, {group.encoding!r} found")


def _attributes(group: Group | None) -> dict[str, Plain]:
    found = plain(group.values[0]) if group is not None and group.values else None
    if not isinstance(found, dict):
        raise Damaged("typedstream", "a run without its attributes")
    return found


def _prefixes() -> Iterator[bytes]:
    """The bytes before the text, for each pair of classes that Messages writes."""
    start = b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84"
    immutable = b"\x12NSAttributedString\x00\x84\x84\x08NSObject\x00\x85\x92\x84\x84\x84"
    mutable = b"\x19NSMutableAttributedString\x00\x84\x84" + immutable
    for (outer, base), inner in product(
        ((mutable, b"\x95"), (immutable, b"\x94")), (b"\x0fNSMutableString\x01\x84\x84", b"")
    ):
        yield start + outer + inner + b"\x08NSString\x01" + base + b"\x84\x01+"


_COMMON = re.compile(b"|".join(re.escape(prefix) for prefix in _prefixes()))


def text(blob: bytes) -> str | None:
    """Give the text of an attributed string, or None if the bytes do not prove one.

    The shape that Messages writes is read directly: everything before the text must be equal byte for byte, so the
    answer is the one the whole decoder gives. Everything else goes through `attributed`. Invalid UTF-8 gives None;
    an empty text is the empty string. U+FFFC stands where an attachment is.
    """
    common = _COMMON.match(blob)
    if common is not None:
        start = common.end() + 1
        length = blob[start - 1] if start <= len(blob) else INT16 - 1
        if length in (INT16, INT32):
            width = 2 if length == INT16 else 4
            length = int.from_bytes(blob[start : start + width], "little")
            start += width
        elif length >= INT16 - 1:
            return _whole_text(blob)
        if blob[start + length : start + length + 1] == bytes((END,)):
            try:
                return blob[start : start + length].decode("utf-8")
            except UnicodeDecodeError:
                return None
    return _whole_text(blob)


def _whole_text(blob: bytes) -> str | None:
    try:
        stream = decode(blob, partial=True)
        holder = next(_strings(stream.root), None) if stream.root is not None else None
        return string(holder) if holder is not None else None
    except EvidenceError:
        return None
