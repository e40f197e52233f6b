"""Pictures of the exhibits, made anew: small, without their own metadata, blurred unless asked otherwise."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from phonefx.errors import EvidenceError, UsageError
from phonefx.evidence import Exhibit, open_exhibit
from phonefx.report.thumbnails import small_jpeg

LARGEST_FILE: Final = 64 << 20
LONGEST_SIDE: Final = 320
_POINTS: Final = 110.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to be drawn: what reportlab draws, its size in points, and what a reader who cannot see it is told."""

    image: Any
    width: float
    height: float
    about: str = "Picture"


@dataclass(slots=True)
class Pictures:
    """Finds pictures in the exhibits at hand.

    Attributes:
        exhibits: the opened exhibits by label; a case without them has a report without pictures.
        shown: draw them as they are; otherwise so coarse that nothing can be told apart any more.
    """

    exhibits: Mapping[str, Exhibit] = field(default_factory=dict)
    shown: bool = False
    _made: dict[str, Picture | None] = field(default_factory=dict)

    def of(self, label: str, stored: str, sha256: str) -> Picture | None:
        """Give the picture of a file, if it is one, is the file that was recorded, and can be drawn."""
        exhibit = self.exhibits.get(label)
        if exhibit is None or not sha256:
            return None
        if sha256 not in self._made:
            content = _content(exhibit, stored)
            same = content is not None and hashlib.sha256(content).hexdigest() == sha256
            self._made[sha256] = thumbnail(content, blurred=not self.shown) if content is not None and same else None
        return self._made[sha256]


@contextmanager
def opened(named: Iterable[str], *, shown: bool) -> Iterator[Pictures]:
    """Open exhibits, given as LABEL=PATH, to take pictures from.

    Raises:
        UsageError: one is not of that form.
        EvidenceError: one cannot be opened.
    """
    with ExitStack() as stack:
        exhibits = {}
        for text in named:
            label, equals, path = text.partition("=")
            if not equals:
                raise UsageError(f"--exhibit takes LABEL=PATH, not {text}")
            exhibits[label] = stack.enter_context(open_exhibit(Path(path), password=os.environ.get("PHONEFX_PASSWORD")))
        yield Pictures(exhibits, shown)


def _content(exhibit: Exhibit, stored: str) -> bytes | None:
    entry = exhibit.find(stored)
    if entry is None:
        return None
    try:
        with exhibit.open(entry) as file:
            content = file.read(LARGEST_FILE + 1)
    except (EvidenceError, OSError):
        return None
    return content if len(content) <= LARGEST_FILE else None


def thumbnail(content: bytes, *, blurred: bool) -> Picture | None:
    """Make a picture to draw from a file's bytes; None where they are no picture that can be decoded."""
    from reportlab.lib.utils import ImageReader

    jpeg = small_jpeg(content, LONGEST_SIDE, blurred=blurred)
    if jpeg is None:
        return None
    image = ImageReader(io.BytesIO(jpeg))
    scale = _POINTS / max(image.getSize())
    width, height = image.getSize()
    return Picture(image, width * scale, height * scale)
