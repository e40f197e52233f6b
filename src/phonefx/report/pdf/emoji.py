"""The emoji of a text with their code points and Unicode names: phones draw them differently, the names are fixed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_BASE: Final = "[\u2600-\u27bf\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
_MORE: Final = "[\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
_EMOJI: Final = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_BASE}{_MORE}*(?:\u200d{_BASE}{_MORE}*)*"
)


def emoji(text: str) -> Iterator[str]:
    """Give each emoji of a text, joined sequences as one."""
    if not text.isascii():
        yield from _EMOJI.findall(text)


def code_points(sequence: str) -> str:
    """Write the code points of a sequence."""
    return " ".join(f"U+{ord(char):04X}" for char in sequence)


def names(sequence: str) -> str:
    """Write the Unicode names of a sequence's characters; joiners and variation selectors are left away."""
    seen = [char for char in sequence if char not in "\u200d\ufe0f"]
    return ", ".join(unicodedata.name(char, f"U+{ord(char):04X}") for char in seen)
