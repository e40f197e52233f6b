"""Logical exports: single files that another tool or service wrote, told by their content.

They hold no device paths. So that a parser finds them whatever they are called, their path is `/exports/KIND/` and the
stored path; phones' own files keep theirs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO, Final

from phonefx.evidence.around import Around
from phonefx.evidence.streams import stream_of
from phonefx.evidence.tree import Entry, Exhibit, Limits, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from phonefx.evidence.blobs import Blob

SNIFFED: Final = 16_384
_NAMES: Final = re.compile(r"(?i)\.(?:xml|json|csv|vcf|gpx|kml|kmz)$")
_KINDS: Final = tuple(
    (kind, re.compile(pattern, re.DOTALL))
    for kind, pattern in (
        ("sms-backup-restore", rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<\?[^>]*\?>\s*)*<(?:smses|calls|allsms)\b"),
        ("ufed", rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:project\b[^>]*cellebrite|model\b[^>]*\btype=)"),
        ("gpx", rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<gpx\b"),
        ("kml", rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<kml\b"),
        ("vcard", rb"\s*BEGIN:VCARD\b"),
        ("takeout-records", rb'\s*\{\s*"locations"\s*:\s*\['),
        ("takeout-semantic", rb'\s*\{\s*"timelineObjects"\s*:\s*\['),
        ("takeout-settings", rb'\s*\{(?=[^\[\]]*"deviceSettings"\s*:\s*\[)[^\[\]]*"(?:gaiaId|hasReportedLocations)"'),
        ("timeline", rb'\s*\{\s*"(?:semanticSegments|rawSignals|timelineEdits)"\s*:\s*\['),
        ("timeline", rb'\s*\[\s*\{[^\[\]]{0,2000}?"(?:visit|activity|timelinePath|timelineMemory)"\s*:'),
        ("aflogical-calls", rb'(?=[^\r\n]*\bnumber\b)(?=[^\r\n]*\bduration\b)"?\w+"?,[^\r\n]*[\r\n]'),
        ("aflogical-sms", rb'(?=[^\r\n]*\baddress\b)(?=[^\r\n]*\bbody\b)"?\w+"?,[^\r\n]*[\r\n]'),
        ("aflogical-contacts", rb'(?=[^\r\n]*\bdisplay_name\b)(?=[^\r\n]*\bnumber\b)"?\w+"?,[^\r\n]*[\r\n]'),
        ("contacts-csv", rb'(?=[^\r\n]*\b(?:Given|First) Name\b)(?=[^\r\n]*(?:\bPhone|E-mail)\b)[\w" ]*,[^\n]*\n'),
    )
)


def export_kind(blob: Blob) -> str | None:
    """Tell the kind of a logical export from its first bytes."""
    head = blob.read_at(0, SNIFFED).removeprefix(b"\xef\xbb\xbf")
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        head = head.decode("utf-16", "replace").encode("utf-8", "replace")
    return next((kind for kind, pattern in _KINDS if pattern.match(head)), None)


def may_be_export(entry: Entry) -> bool:
    """Say whether an entry is worth a look: a file of such a name that has no place on the device."""
    return entry.form == "file" and entry.path == f"/{entry.stored.lstrip('/')}" and bool(_NAMES.search(entry.stored))


def export_path(kind: str, stored: str) -> str:
    """Give the path that the parsers of that kind look for."""
    return f"/exports/{kind}/{stored.lstrip('/')}"


class LogicalFile(Exhibit):
    """One file that is a logical export."""

    reader = "own"

    def __init__(self, blob: Blob, root: Path, kind: str, limits: Limits) -> None:
        self.kind = f"logical ({kind})"
        self.blob_ = blob
        self.root = root
        self.size = blob.size
        self.limits = limits
        self.problems: list[Problem] = []
        self.path = export_path(kind, root.name)

    def entries(self) -> Iterator[Entry]:
        """Give the file."""
        yield Entry(self.root.name, self.size, "file", "live", self.root.name, self.path)

    def open(self, entry: Entry) -> BinaryIO:
        """Open it for reading."""
        return stream_of(self.blob_)

    def blob(self, entry: Entry) -> Blob:
        """Give random access to it."""
        return self.blob_

    def containers(self) -> Iterator[Path]:
        """Give the file."""
        yield self.root

    def close(self) -> None:
        """Close it."""
        self.blob_.close()


class WithExports(Around):
    """An exhibit some of whose files are logical exports.

    Args:
        outer: the exhibit.
        kinds: stored path of each export to its kind.
    """

    def __init__(self, outer: Exhibit, kinds: Mapping[str, str]) -> None:
        super().__init__(outer)
        self.kinds = kinds

    def entries(self) -> Iterator[Entry]:
        """Give every entry, exports under the path of their kind."""
        for entry in self.outer.entries():
            kind = self.kinds.get(entry.stored)
            yield entry if kind is None else entry._replace(path=export_path(kind, entry.stored))

    def facts(self) -> Mapping[str, str]:
        """Give the facts of the exhibit and how many exports of each kind it holds."""
        found = dict(self.outer.facts())
        for kind in sorted(set(self.kinds.values())):
            found[f"exports: {kind}"] = str(list(self.kinds.values()).count(kind))
        return found
