"""What a reader must be able to see: characters without a picture are shown as their code points.

A right-to-left override can make a printed line read differently from what was stored, and a zero-width character can
hide text; both are shown as `[U+202E]`. What no font has is shown the same way, never as an empty box.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from phonefx.report.pdf.text.faces import BODY, face_for

# Joiners, direction marks and variation selectors do their work unseen; U+E00xx are the tags inside flag emoji.
_SILENT: Final = frozenset({0x200C, 0x200D, 0x200E, 0x200F, 0x061C, *range(0xFE00, 0xFE10), *range(0xE0020, 0xE0080)})
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_PRINTABLE_ASCII: Final = re.compile(r"[ -~]*")


def code_point(char: str) -> str:
    """Write a character as its code point."""
    return f"[U+{ord(char):04X}]"


@cache
def _shown(char: str) -> str:
    code = ord(char)
    if code in _SILENT:
        return char
    if char == "\t":
        return "    "
    if char in _CONTROLS or (unicodedata.category(char) in _UNSEEN and face_for(char) is None):
        return code_point(char)
    return char if face_for(char, BODY) else code_point(char)


_CONTROLS: Final = frozenset(
    chr(code)
    for low, high in ((0, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x200B, 0x200B), (0x202A, 0x202E), (0x2060, 0x206F),
                      (0x2028, 0x2029), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB))
    for code in range(low, high + 1)
)  # fmt: skip


def visible(text: str) -> str:
    """Give the text with every unseen or undrawable character as its code point (line breaks are not for here)."""
    if _PRINTABLE_ASCII.fullmatch(text):
        return text
    return "".join(map(_shown, text))


def undrawable(text: str) -> int:
    """Count the characters of a text that no shipped font can draw."""
    if _PRINTABLE_ASCII.fullmatch(text):
        return 0
    return sum(map(_is_undrawable, text))


@cache
def _is_undrawable(char: str) -> bool:
    return char not in _CONTROLS and ord(char) not in _SILENT and face_for(char) is None
