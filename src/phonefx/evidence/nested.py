"""Containers inside containers: `EXTRACTION_FFS.zip` beside its `.ufd`, a backup in an archive, an image in a folder.

Only what lies at the top of an exhibit and is no file of the phone itself is looked into, so that an app's own archives
stay files. Whether such a file is a container is told by its bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from phonefx.errors import EvidenceError
from phonefx.evidence.paths import device_folder
from phonefx.evidence.tree import Entry, Exhibit, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from phonefx.evidence.blobs import Blob

LEVELS: Final = 2
"""Folders above a container that is looked into."""

_NAMES: Final = re.compile(
    r"(?i)\.(?:zip|ufdr|tar|tgz|tbz2?|txz|gz|bz2|xz|zst|ab|bak|e01|ex01|000|001|dd|img|raw|bin|simg|win|win000"
    r"|qcow2?|vmdk|vhdx?|vdi|dmg|aff4?|ad1|lx?01)$"
)
_SEGMENT: Final = re.compile(r"(?i)\.(?:00[2-9]|0[1-9]\d|[1-9]\d\d|e(?:0[2-9]|[1-9]\d|[a-z]{2}))$")


def may_hold(entry: Entry) -> bool:
    """Say whether an entry is worth a look: a file near the top, of a container's name, and none of the phone's."""
    if entry.form != "file" or entry.stored.count("/") > LEVELS or not _NAMES.search(entry.stored):
        return False
    folder = "/" + entry.stored.lstrip("/").rpartition("/")[0]
    return device_folder(folder) is None and not f"{folder}/".startswith(("/sdcard/", "/storage/", "/data/"))


class Bundle(Exhibit):
    """An exhibit with further exhibits inside it. `ident` is (number of the inner exhibit or -1, its own ident).

    Args:
        outer: the exhibit that holds the others.
        inner: stored path of each container in it, and the container opened.
        hidden: says which of the outer entries an inner exhibit gives itself.
    """

    def __init__(self, outer: Exhibit, inner: list[tuple[str, Exhibit]], hidden: Callable[[str], bool]) -> None:
        self.outer = outer
        self.inner = inner
        self.hidden = hidden
        self.kind = f"{outer.kind} with {', '.join(dict.fromkeys(each.kind for _, each in inner))}"
        self.reader = ", ".join(dict.fromkeys([outer.reader, *(each.reader for _, each in inner)]))
        self.root = outer.root
        self.limits = outer.limits
        self._own: list[Problem] = []

    @property
    def size(self) -> int:  # type: ignore[override]
        """Bytes of the outer exhibit; of a folder the first use walks it."""
        return self.outer.size

    @property
    def problems(self) -> list[Problem]:  # type: ignore[override]
        """Problems of every exhibit, with the stored path through all containers."""
        found = [*self._own, *self.outer.problems]
        for prefix, each in self.inner:
            found += [Problem(p.code, "/".join(filter(None, (prefix, p.path))), p.message) for p in each.problems]
        return found

    def problem(self, code: str, path: str, message: str) -> None:
        """Remember a problem of the whole."""
        if (found := Problem(code, path, message)) not in self._own:
            self._own.append(found)

    def entries(self) -> Iterator[Entry]:
        """Give the outer entries, then those of each inner exhibit under the container's stored path."""
        for entry in self.outer.entries():
            if not self.hidden(entry.stored):
                yield _again(entry, entry.stored, -1)
        for number, (prefix, each) in enumerate(self.inner):
            for entry in each.entries():
                stored = f"{prefix}/{entry.stored.lstrip('/')}" if prefix else entry.stored
                yield _again(entry, stored, number)

    def _home(self, entry: Entry) -> tuple[Exhibit, Entry]:
        number, ident = cast("tuple[int, object]", entry.ident)
        if number < 0:
            return self.outer, entry._replace(ident=ident)
        prefix, exhibit = self.inner[number]
        stored = entry.stored.removeprefix(f"{prefix}/") if prefix else entry.stored
        return exhibit, entry._replace(stored=stored, ident=ident)

    def open(self, entry: Entry) -> BinaryIO:
        """Open a file where it lies."""
        exhibit, own = self._home(entry)
        return exhibit.open(own)

    def blob(self, entry: Entry) -> Blob:
        """Give random access to a file where it lies."""
        exhibit, own = self._home(entry)
        return exhibit.blob(own)

    def containers(self) -> Iterator[Path]:
        """Give the files of the outer exhibit."""
        return self.outer.containers()

    def facts(self) -> Mapping[str, str]:
        """Give the facts of every exhibit; those of an inner one under its stored path."""
        found = dict(self.outer.facts())
        for prefix, each in self.inner:
            found.update({f"{prefix}: {key}" if prefix else key: value for key, value in each.facts().items()})
        return found

    def close(self) -> None:
        """Close every exhibit."""
        for _, each in self.inner:
            each.close()
        self.outer.close()


def _again(entry: Entry, stored: str, number: int) -> Entry:
    _, size, form, state, ident, path, moment, basis, user = entry
    return Entry(stored, size, form, state, (number, ident), path, moment, basis, user)


def look_inside(outer: Exhibit, candidates: list[Entry], opened: Callable[[Blob, Entry], Exhibit | None]) -> Exhibit:
    """Open the containers among the candidates; gives the outer exhibit itself where there is none."""
    inner: list[tuple[str, Exhibit]] = []
    for entry in candidates:
        if _SEGMENT.search(entry.stored):
            continue
        try:
            found = opened(outer.blob(entry), entry)
        except EvidenceError as error:
            outer.problem("container", entry.stored, f"not looked into: {_plainly(error, outer.root / entry.stored)}")
            continue
        if found is not None:
            inner.append((entry.stored, found))
    return Bundle(outer, inner, lambda _: False) if inner else outer


def _plainly(error: EvidenceError, place: Path) -> str:
    """Give what an error says, without the place that stands beside it already."""
    return str(error).removeprefix(f"{place}: ")
