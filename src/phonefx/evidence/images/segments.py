"""The further segments of a split image, told by the name of its first."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_RAW: Final = re.compile(r"(.*\.)(0*)([01])$")
_EWF: Final = re.compile(r"(?i)(.*\.)([el]x?)(0?1)$")
_LIMIT: Final = 20_000


def following(name: str, exists: Callable[[str], bool]) -> list[str]:
    """Give the names of the segments behind the first that exist, in order."""
    found: list[str] = []
    for candidate in _candidates(name):
        if not exists(candidate) or len(found) > _LIMIT:
            break
        found.append(candidate)
    return found


def _candidates(name: str) -> Iterator[str]:
    if match := _EWF.fullmatch(name):
        return _ewf(match[1], match[2])
    if match := _RAW.fullmatch(name):
        width = len(match[2]) + 1
        return (f"{match[1]}{number:0{width}d}" for number in count(int(match[3]) + 1)) if width > 1 else iter(())
    return iter(())


def _ewf(stem: str, letters: str) -> Iterator[str]:
    """E02 to E99, then EAA to EZZ, FAA and so on; Ex02 to Ex99, then ExAA to ExZZ, EyAA and so on."""
    yield from (f"{stem}{letters}{number:02d}" for number in range(2, 100))
    fixed, lead = letters[:-1], ord(letters[-1])
    first = ord("A" if letters[0].isupper() else "a")
    last = ord("Z" if letters[-1].isupper() else "z")
    for number in range(26 * 26 * (last + 1 - lead)):
        high, rest = divmod(number, 26 * 26)
        yield f"{stem}{fixed}{chr(lead + high)}{chr(first + rest // 26)}{chr(first + rest % 26)}"
