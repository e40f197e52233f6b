"""The fonts that ship with phonefx, and which of them draws a character.

The order of fallback is fixed here and never taken from the system, so that a report is the same on every machine.
All are Noto fonts, and JetBrains Mono for digests, under the SIL Open Font License 1.1. Chinese characters are
drawn in their simplified-Chinese shapes
for every language that uses them; emoji are outlines in one colour, not the drawing of the phone's maker.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from pathlib import Path
from typing import Final

import uharfbuzz as hb

_FONTS: Final = Path(__file__).parent.parent / "fonts"

BODY: Final = "sans"
BOLD: Final = "sans-bold"
FIXED: Final = "mono"
EMOJI: Final = "emoji"

_BY_SCRIPT: Final = {
    "Arab": "arabic", "Hebr": "hebrew", "Deva": "devanagari", "Thai": "thai", "Beng": "bengali", "Guru": "gurmukhi",
    "Gujr": "gujarati", "Orya": "oriya", "Taml": "tamil", "Telu": "telugu", "Knda": "kannada", "Mlym": "malayalam",
    "Sinh": "sinhala", "Laoo": "lao", "Khmr": "khmer", "Mymr": "myanmar", "Ethi": "ethiopic", "Geor": "georgian",
    "Armn": "armenian", "Hani": "han", "Hira": "han", "Kana": "han", "Bopo": "han", "Hang": "hangul",
}  # fmt: skip
_FALLBACK: Final = (BODY, "symbols", "symbols2", "math", EMOJI, "han", "hangul", *dict.fromkeys(_BY_SCRIPT.values()))
_NO_SCRIPT: Final = frozenset({"Zyyy", "Zinh", "Zzzz", ""})

# Ranges that are drawn one character after the other: no joining, no marks, left to right.
_PLAIN: Final = ((0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x2FF), (0x370, 0x482), (0x48A, 0x52F), (0x1E00, 0x1FFF),
                 (0x2010, 0x2015), (0x2018, 0x2027), (0x202F, 0x205E), (0x20A0, 0x20BF))  # fmt: skip


class Face:
    """One font: what it covers, how wide its glyphs are, and the HarfBuzz objects that shape with it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.hb_face = hb.Face(hb.Blob.from_file_path(str(_FONTS / f"{name}.ttf")))
        self.font = hb.Font(self.hb_face)
        self.per_mille: float = 1000 / self.hb_face.upem

    @cached_property
    def coverage(self) -> frozenset[int]:
        """The code points that have a glyph."""
        return frozenset(self.hb_face.unicodes)

    def glyph(self, char: str) -> int:
        """Give the glyph of a single character; 0 where there is none."""
        return self.font.get_nominal_glyph(ord(char)) or 0

    def advance(self, glyph: int) -> float:
        """Give the width of a glyph in thousandths of the font size."""
        return int(self.font.get_glyph_h_advance(glyph)) * self.per_mille

    @cached_property
    def plain_widths(self) -> dict[str, float]:
        """Width of each character that needs no shaping, filled as characters are met."""
        return _Widths(self)

    @cached_property
    def is_plain(self) -> re.Pattern[str]:
        """Matches the texts that can be drawn one character after the other."""
        return re.compile(f"[{re.escape(''.join(self._plain))}]*" if self._plain else "(?!)")

    @cached_property
    def _plain(self) -> list[str]:
        return [chr(code) for low, high in _PLAIN for code in range(low, high + 1) if code in self.coverage]


class _Widths(dict[str, float]):
    """Width of each character in one font."""

    def __init__(self, used: Face) -> None:
        super().__init__()
        self._used = used

    def __missing__(self, char: str) -> float:
        self[char] = wide = self._used.advance(self._used.glyph(char))
        return wide


@cache
def face(name: str) -> Face:
    """Give the shipped font of that name, opened once."""
    return Face(name)


@cache
def script_of(char: str) -> str:
    """Give the ISO 15924 script of a character; empty for what belongs to no script of its own."""
    buffer = hb.Buffer()
    buffer.add_str(char)
    buffer.guess_segment_properties()
    script = buffer.script or ""
    return "" if script in _NO_SCRIPT else script


@cache
def face_for(char: str, base: str = BODY) -> str | None:
    """Name the font that draws a character, `base` first; None where no font has it."""
    code = ord(char)
    if code in face(base).coverage:
        return base
    own = _BY_SCRIPT.get(script_of(char))
    order = (own, *_FALLBACK) if own else _FALLBACK
    return next((name for name in order if code in face(name).coverage), None)
