"""Thumbnails of photos whose metadata states a place: made anew from the pixels, nothing of the file is passed on.

The exhibit is opened again for them. A picture is shown only if its file still has the recorded SHA-256.
"""

from __future__ import annotations

import hashlib
import io
import sqlite3
import warnings
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from phonefx.errors import EvidenceError
from phonefx.evidence import Exhibit

MOST: Final = 2_000
ACROSS_PX: Final = 240
LARGEST_FILE: Final = 60_000_000
LARGEST_PIXELS: Final = 80_000_000
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP")
_SUFFIXES: Final = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".bmp", ".heic", ".heif", ".dng")
_WANTED: Final = """
    SELECT k.item, f.stored, f.sha256 FROM location k JOIN entry e ON e.id = k.item JOIN source s ON s.id = e.source
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


def make_thumbnails(database: sqlite3.Connection, exhibits: Mapping[str, Exhibit]) -> Thumbnails:
    """Make the thumbnails of the photos of a case, in one pass over each exhibit."""
    found = Thumbnails()
    for label, exhibit in exhibits.items():
        wanted: dict[str, list[tuple[int, str | None]]] = defaultdict(list)
        for item, stored, digest in database.execute(_WANTED, (label,)):
            if stored and stored.lower().endswith(_SUFFIXES):
                wanted[stored].append((item, digest))
            else:
                found.without["no picture file is known"] += 1
        for entry in exhibit.entries():
            for item, digest in wanted.pop(entry.stored, ()) if wanted else ():
                if len(found.pictures) >= MOST:
                    found.without[f"more than {MOST}"] += 1
                    continue
                try:
                    with exhibit.open(entry) as stream:
                        content = stream.read(LARGEST_FILE + 1)
                except EvidenceError:
                    content = b""
                _take(found, item, content, digest)
        found.without["not in the exhibit given"] += sum(map(len, wanted.values()))
    found.without = +found.without
    return found


def _take(found: Thumbnails, item: int, content: bytes, digest: str | None) -> None:
    if len(content) > LARGEST_FILE:
        found.without["file too large"] += 1
    elif hashlib.sha256(content).hexdigest() != digest:
        found.without["file is not the one recorded"] += 1
    elif (picture := small(content)) is None:
        found.without["format not read"] += 1
    else:
        found.pictures[item] = picture


def small(content: bytes) -> bytes | None:
    """Make a small JPEG of a picture's pixels, upright; None where they cannot be read within the limits."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
                if picture.width * picture.height > LARGEST_PIXELS:
                    return None
                picture.draft("RGB", (ACROSS_PX, ACROSS_PX))
                upright = ImageOps.exif_transpose(picture).convert("RGB")
        upright.thumbnail((ACROSS_PX, ACROSS_PX))
        clean = Image.new("RGB", upright.size)
        clean.paste(upright)
        out = io.BytesIO()
        clean.save(out, "JPEG", quality=70)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return None
    return out.getvalue()
