"""Pictures of the exhibits, made anew: small, without their own metadata, blurred unless asked otherwise."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from phonefx.errors import UsageError
from phonefx.evidence import Exhibit, open_exhibit
from phonefx.report.thumbnails import of_file

LONGEST_SIDE: Final = 320
_POINTS: Final = 110.0


class Picture(NamedTuple):
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
            self._made[sha256] = self._make(exhibit, stored, sha256)
        return self._made[sha256]

    def _make(self, exhibit: Exhibit, stored: str, sha256: str) -> Picture | None:
        entry = exhibit.find(stored)
        if entry is None:
            return None
        made = of_file(exhibit, entry, sha256, LONGEST_SIDE, blurred=not self.shown)
        return drawn(made) if isinstance(made, bytes) else None


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


def drawn(jpeg: bytes) -> Picture:
    """Give a small JPEG as reportlab draws it."""
    from reportlab.lib.utils import ImageReader

    image = ImageReader(io.BytesIO(jpeg))
    width, height = image.getSize()
    scale = _POINTS / max(width, height)
    return Picture(image, width * scale, height * scale)
