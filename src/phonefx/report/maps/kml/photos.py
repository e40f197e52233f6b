"""Thumbnails of photos whose metadata states a place: made anew from the pixels, nothing of the file is passed on.

The exhibit is opened again for them. A picture is shown only if its file still has the recorded SHA-256.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Final

from phonefx.evidence import Exhibit
from phonefx.report.thumbnails import of_file

MOST: Final = 2_000
ACROSS_PX: Final = 240
_SUFFIXES: Final = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".bmp", ".heic", ".heif", ".dng")
_WANTED: Final = """
    SELECT k.item, f.stored, f.sha256 FROM location k JOIN source s ON s.id = k.source
    JOIN file f ON f.id = coalesce(k.file, s.file) JOIN exhibit x ON x.id = f.exhibit
    WHERE x.label = ? AND k.evidence_of = 'media_capture' ORDER BY k.item
"""


@dataclass(slots=True)
class Thumbnails:
    """Small pictures by item, and why others have none, counted."""

    pictures: dict[int, bytes] = field(default_factory=dict)
    without: Counter[str] = field(default_factory=Counter)

    def href(self, item: int) -> str | None:
        """Give the name of an item's picture inside the KMZ."""
        return f"photos/{item}.jpg" if item in self.pictures else None


def make_thumbnails(
    database: sqlite3.Connection, exhibits: Mapping[str, Exhibit], withheld: Container[int] = (), *, shown: bool = False
) -> Thumbnails:
    """Make the thumbnails of the photos of a case, in one pass over each exhibit.

    Args:
        database: of the case.
        exhibits: opened again, by label.
        withheld: items whose picture is not made.
        shown: draw them as they are; otherwise as a few patches of colour.
    """
    found = Thumbnails()
    for label, exhibit in exhibits.items():
        wanted: dict[str, list[tuple[int, str | None]]] = defaultdict(list)
        for item, stored, digest in database.execute(_WANTED, (label,)):
            if item in withheld:
                found.without["withheld"] += 1
            elif stored and stored.lower().endswith(_SUFFIXES):
                wanted[stored].append((item, digest))
            else:
                found.without["no picture file is known"] += 1
        for entry in exhibit.entries():
            for item, digest in wanted.pop(entry.stored, ()) if wanted else ():
                if len(found.pictures) >= MOST:
                    found.without[f"more than {MOST}"] += 1
                    continue
                made = of_file(exhibit, entry, digest, ACROSS_PX, blurred=not shown)
                if isinstance(made, bytes):
                    found.pictures[item] = made
                else:
                    found.without[made] += 1
        found.without["not in the exhibit given"] += sum(map(len, wanted.values()))
    found.without = +found.without
    return found
