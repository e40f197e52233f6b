"""Read a YAML sheet with words that say where a mistake stands.

A `Sheet` wraps one mapping of the file. Every word is asked for by name and kind; what nobody asked for is a mistake,
and each mistake names file, line and the words that would have been right.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from phonefx.errors import MissingExtra, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST: Final = 5_000_000
_NEEDED: Final = object()


class Sheet:
    """One mapping of a scenario file."""

    def __init__(self, content: Any, name: str, where: str = "") -> None:  # noqa: ANN401 - whatever YAML holds
        """Wrap a mapping; anything else is a mistake."""
        self._name, self._where = name, where
        self._asked: set[str] = set()
        self._content: Any = content
        if not hasattr(content, "items"):
            self.wrong(f"{where or 'the file'} must be a mapping of words to values")

    def wrong(self, message: str, word: str = "") -> None:
        """Refuse the file with a line number."""
        raise UsageError(f"{self._name}{self._line(word)}: {message}")

    def _line(self, word: str) -> str:
        marks = getattr(self._content, "lc", None)
        if marks is None:
            return ""
        at = marks.data.get(word, (marks.line,))[0] if marks.data else marks.line
        return f":{at + 1}"

    def has(self, word: str) -> bool:
        """Say whether the word stands there."""
        return word in self._content and self._content[word] is not None

    def words(self) -> list[str]:
        """Give the words that stand there."""
        return [str(word) for word in self._content]

    def plain(self) -> dict[str, Any]:
        """Give the whole mapping as plain values, times as text."""
        found: dict[str, Any] = _plain(self._content)
        return found

    def value(self, word: str, default: Any = _NEEDED) -> Any:  # noqa: ANN401
        """Give a value of any kind."""
        self._asked.add(word)
        if self.has(word):
            return self._content[word]
        if default is _NEEDED:
            self.wrong(f"{self._where or 'the file'} needs the word '{word}'")
        return default

    def text(self, word: str, default: Any = _NEEDED) -> str:  # noqa: ANN401
        """Give a text."""
        found = self.value(word, default)
        if not isinstance(found, str):
            self.wrong(f"'{word}' must be a text, not {found!r}; put it in quotes", word)
        return str(found)

    def whole(self, word: str, default: Any = _NEEDED, low: int = 0) -> int:  # noqa: ANN401
        """Give a whole number."""
        found = self.value(word, default)
        if not isinstance(found, int) or isinstance(found, bool) or not low <= found <= LARGEST * 1000:
            self.wrong(f"'{word}' must be a whole number of at least {low}, not {found!r}", word)
        return int(found)

    def flag(self, word: str, default: bool = False) -> bool:
        """Give yes or no."""
        found = self.value(word, default)
        if not isinstance(found, bool):
            self.wrong(f"'{word}' must be true or false, not {found!r}", word)
        return bool(found)

    def one_of(self, word: str, allowed: tuple[str, ...], default: Any = _NEEDED) -> str:  # noqa: ANN401
        """Give one of a few words."""
        found = self.text(word, default)
        if found not in allowed:
            self.wrong(f"'{word}' must be one of {', '.join(allowed)}, not '{found}'", word)
        return found

    def texts(self, word: str) -> list[str]:
        """Give a list of texts; one text alone counts as a list of one."""
        found = self.value(word, [])
        listed = [found] if isinstance(found, str) else list(found)
        if not all(isinstance(each, str) for each in listed):
            self.wrong(f"'{word}' must be a list of texts", word)
        return [str(each) for each in listed]

    def pair(self, word: str) -> tuple[float, float]:
        """Give a position, `[latitude, longitude]` in degrees."""
        found = self.value(word)
        fits = isinstance(found, list) and len(found) == 2 and all(isinstance(each, (int, float)) for each in found)
        if not fits or abs(found[0]) > 90 or abs(found[1]) > 180:
            self.wrong(f"'{word}' must be [latitude, longitude] in degrees, not {found!r}", word)
        return float(found[0]), float(found[1])

    def moment(self, word: str, zone: ZoneInfo, default: Any = _NEEDED) -> int:  # noqa: ANN401
        """Give a time in UTC microseconds; without an offset it is a wall-clock time of `zone`."""
        return self.read_moment(self.value(word, default), zone, word)

    def read_moment(self, found: object, zone: ZoneInfo, word: str) -> int:
        """Read one time that was already taken from the sheet."""
        read = found if isinstance(found, datetime) else None
        if isinstance(found, str):
            try:
                read = datetime.fromisoformat(found)
            except ValueError:
                read = None
        if read is None:
            self.wrong(f"'{word}' must be a time such as 2026-03-02 08:15, not {found!r}", word)
            raise AssertionError
        aware = read if read.tzinfo else read.replace(tzinfo=zone)
        return round(aware.timestamp() * 1_000_000)

    def zone(self, word: str, default: Any = _NEEDED) -> ZoneInfo:  # noqa: ANN401
        """Give a time zone by its name in the zone database."""
        name = self.text(word, default)
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            self.wrong(f"'{word}': there is no time zone '{name}' (an example: Europe/London)", word)
            raise

    def sheet(self, word: str) -> Sheet:
        """Give a mapping inside this one."""
        return Sheet(self.value(word), self._name, word)

    def sheets(self, word: str) -> list[Sheet]:
        """Give a list of mappings."""
        found = self.value(word, [])
        if not isinstance(found, list):
            self.wrong(f"'{word}' must be a list", word)
        return [Sheet(each, self._name, f"{word}[{index}]") for index, each in enumerate(found, start=1)]

    def named(self, word: str) -> Iterator[tuple[str, Sheet]]:
        """Give the mappings of a mapping with their names."""
        inner = self.sheet(word)
        for name in inner.words():
            yield name, inner.sheet(name)

    def done(self) -> None:
        """Refuse words that nobody asked for."""
        for word in self.words():
            if word not in self._asked:
                known = ", ".join(sorted(self._asked))
                self.wrong(f"{self._where or 'the file'} has the unknown word '{word}'; known are: {known}", word)


def _plain(content: Any) -> Any:  # noqa: ANN401
    if hasattr(content, "items"):
        return {str(name): _plain(value) for name, value in content.items()}
    if isinstance(content, list):
        return [_plain(value) for value in content]
    return content if content is None or isinstance(content, bool | int | float) else str(content)


def read_sheet(path: Path) -> Sheet:
    """Read a YAML 1.2 file, so that `no`, `on` and 08:15 mean what they say."""
    try:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError
    except ImportError as missing:
        raise MissingExtra("phonefx synth", "training") from missing
    try:
        content = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as broken:
        mark = broken.problem_mark
        line = f":{mark.line + 1}" if mark is not None else ""
        raise UsageError(f"{path.name}{line}: not YAML: {broken.problem}") from broken
    return Sheet(content, path.name)
