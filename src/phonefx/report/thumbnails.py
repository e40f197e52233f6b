"""Small pictures, made anew from the pixels: nothing of the file's own metadata is passed on."""

from __future__ import annotations

import hashlib
import io
import warnings
from typing import Any, Final

from phonefx.errors import EvidenceError
from phonefx.evidence import Entry, Exhibit

LARGEST_FILE: Final = 64 << 20
MOST_PIXELS: Final = 120_000_000
FORMATS: Final = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")
_BLURRED_SIDE: Final = 10
"""Patches of colour along the longer side of a blurred picture: a face is less than one of them."""


def of_file(exhibit: Exhibit, entry: Entry, sha256: str | None, longest: int, *, blurred: bool) -> bytes | str:
    """Make a small JPEG of a picture file of an exhibit that is opened again; or say in words why there is none.

    Args:
        exhibit: as it is now.
        entry: the file in it.
        sha256: its hash when the case was made: another file is not shown.
        longest: pixels of the longer side.
        blurred: keep a few patches of colour alone.
    """
    try:
        with exhibit.open(entry) as stream:
            content = stream.read(LARGEST_FILE + 1)
    except (EvidenceError, OSError):
        return "file cannot be read"
    if len(content) > LARGEST_FILE:
        return "file too large"
    if hashlib.sha256(content).hexdigest() != sha256:
        return "file is not the one recorded"
    return small_jpeg(content, longest, blurred=blurred) or "format not read"


def small_jpeg(content: bytes, longest: int, *, blurred: bool) -> bytes | None:
    """Make a small JPEG from a file's bytes; None where they are no picture that can be decoded within the limits.

    The result is its pixels alone, upright: position, camera, comments and profiles of the file are not in it.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    return None
                opened.draft("RGB", (longest * 2, longest * 2))
                opened.thumbnail((longest, longest))
                upright = (ImageOps.exif_transpose(opened) or opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return None
    bare = Image.frombytes("RGB", upright.size, upright.tobytes())  # Pillow would carry comments and profiles over
    out = io.BytesIO()
    (_coarse(bare) if blurred else bare).save(out, "JPEG", quality=75)
    return out.getvalue()


def _coarse(image: Any) -> Any:  # noqa: ANN401 - a Pillow image
    """Keep a few patches of colour: what is drawn holds no more than these."""
    from PIL import Image

    scale = _BLURRED_SIDE / max(image.size)
    small = image.resize(
        (max(1, round(image.width * scale)), max(1, round(image.height * scale))), Image.Resampling.BOX
    )
    return small.resize(image.size, Image.Resampling.BILINEAR)
