"""The further segments of a split image, told by the name of its first, and the first by theirs."""

from __future__ import annotations

import re
from itertools import count, islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

_RAW: Final = re.compile(r"(.*\.)(0*)([01])$")
_EWF: Final = re.compile(r"(?i)(.*\.)([els]x?)(0?1)$")
_NUMBERED: Final = re.compile(r"(?i)(.*\.(?:[els]x?)?)(\d{2,})$")
_LIMIT: Final = 20_000
_AHEAD: Final = 20


def following(name: str, exists: Callable[[str], bool]) -> tuple[list[str], str | None]:
    """Give the names of the segments behind the first up to one that is missing, and that name if others follow it."""
    found: list[str] = []
    candidates = _candidates(name)
    for candidate in candidates:
        if len(found) > _LIMIT or not exists(candidate):
            return found, candidate if any(map(exists, islice(candidates, _AHEAD))) else None
        found.append(candidate)
    return found, None


def sets(names: Collection[str]) -> dict[str, list[str]]:
    """Give each first segment among the names of a folder with those that follow it, also behind missing ones."""
    found: dict[str, list[str]] = {}
    taken: set[str] = set()
    for first in sorted(names):
        if first in taken:
            continue
        behind, missing = list[str](), 0
        for candidate in _candidates(first):
            missing = 0 if candidate in names else missing + 1
            if missing > _AHEAD:
                break
            behind += [candidate] if not missing else []
        if behind:
            found[first] = behind
            taken.update(behind)
    return found


def first_of(name: str) -> str | None:
    """Give the name of the first segment to which one of a higher number would belong."""
    match = _NUMBERED.fullmatch(name)
    if match is None or int(match[2]) < 2:
        return None
    return f"{match[1]}{1:0{len(match[2])}d}"


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
