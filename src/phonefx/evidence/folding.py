"""Folds identical files that an extraction holds under several views of the same storage.

`/data/data/x` and `/data/user/0/x` are one storage, as are `/var` and `/private/var`. Files there are folded to one
when their content is the same. Where it differs all are kept, and `Folded.differs` says so. Credential-encrypted and
device-encrypted storage, and the storage of different users, are never folded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from phonefx.evidence.views import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from phonefx.evidence.tree import Entry

_PREFERRED = ("/data/data/", "/private/var/", "/data/user/", "/data/media/", "/data_mirror/")


@dataclass(slots=True)
class Folded:
    """One file of the device: the entry that stands for it, and the other views with the same content.

    Attributes:
        entry: the entry to parse.
        views: entries of the same storage with the same content.
        differs: whether another view of the same storage holds other content (which is its own `Folded`).
    """

    entry: Entry
    views: tuple[Entry, ...] = ()
    differs: bool = False


def _rank(entry: Entry) -> tuple[int, str]:
    rank = next((n for n, prefix in enumerate(_PREFERRED) if entry.path.startswith(prefix)), len(_PREFERRED))
    return rank, entry.stored


def is_first(entry: Entry) -> bool:
    """Whether no view of the same file elsewhere on the device would stand for this one."""
    return entry.path.startswith(_PREFERRED[:2])


def fold(entries: Iterable[Entry], digest: Callable[[Entry], Hashable]) -> Iterator[Folded]:
    """Fold the views of each file; `digest` is asked only where two views of one file exist.

    Give it the files that some parser wants, not the whole exhibit: it holds all of them.
    """
    groups: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in entries:
        groups.setdefault((canonical(entry.path), entry.state, entry.form), []).append(entry)
    for group in groups.values():
        yield from _contents(group, digest) if len(group) > 1 else [Folded(group[0])]


def _contents(group: list[Entry], digest: Callable[[Entry], Hashable]) -> Iterator[Folded]:
    contents: dict[Hashable, list[Entry]] = {}
    for entry in sorted(group, key=_rank):
        contents.setdefault((entry.size, digest(entry)), []).append(entry)
    for first, *views in contents.values():
        yield Folded(first, tuple(views), differs=len(contents) > 1)
