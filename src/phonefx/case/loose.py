"""Files out of their place: a database that was copied by itself, pictures in a folder of any name.

Only where nothing of an exhibit stands at its place on a device are files read by their names alone: databases,
whose tables still have to be those of the parser, and pictures and videos. The coverage says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Final

from phonefx.evidence.matching import Matcher, alternatives, names_alone
from phonefx.evidence.siblings import SUFFIXES
from phonefx.evidence.tree import Entry
from phonefx.parsers.registry import Wanting

BY_NAME: Final = "read by its name, not by its place on a device"
_EXPORTS: Final = "exports."
_MEDIA: Final = "exports.photos"


def is_placed(parsers: Iterable[str]) -> bool:
    """Whether parsers that matched a file did so by its place on a device; exports are known wherever they lie."""
    return not all(each.startswith(_EXPORTS) for each in parsers)


class Loose:
    """Keeps the entries whose name alone some parser knows, with those parsers, and the journals beside them."""

    def __init__(self, parsers: Iterable[Wanting]) -> None:
        self._parsers = tuple(parsers)
        self.wanted: list[tuple[tuple[str, ...], Entry]] = []
        self.siblings: dict[str, Entry] = {}

    @cached_property
    def _matcher(self) -> Matcher:
        patterns = {each.id: names_alone(each.files) for each in self._parsers if each.queries}
        for each in self._parsers:
            if each.id == _MEDIA:
                media = (written for pattern in each.files for written in alternatives(pattern))
                patterns[each.id] = sorted({f"*/*{written[written.rindex('.') :]}" for written in media})
        return Matcher(patterns)

    def offer(self, entry: Entry) -> bool:
        """Keep an entry if its name alone is known; say whether it is."""
        path = entry.path
        if path.endswith(SUFFIXES):
            if self._matcher.match(path[: path.rindex("-")]):
                self.siblings[path] = entry
                return True
            return False
        if not self._matcher.may_match(path):
            return False
        if found := self._matcher.match(path):
            self.wanted.append((tuple(sorted(found)), entry))
            return True
        return False
