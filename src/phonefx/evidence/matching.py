"""Matches device paths to parsers: one pass over the names, however many patterns there are.

A pattern is compared with the whole path. `*` stands for any run of characters, '/' included, `?` for one character,
`{a,b}` for alternatives; every other character stands for itself, case included. Each pattern is indexed by what is
literal in it: the base name, the end of the base name, or a folder.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from posixpath import splitext
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_WILD: Final = re.compile(r"[*?]")
_TAIL = 3
_REMEMBERED = 200_000
_ALTERNATIVES = 4096
_DEEP = 40


@dataclass(eq=False)
class _Rule:
    """One pattern without alternatives: whom it is for, and what each path that fits holds."""

    number: int
    parser: str
    pattern: str
    needed: str

    @cached_property
    def test(self) -> Callable[[str], object]:
        """The test of a whole path, made when a path comes near: of hundreds of patterns few are ever needed."""
        return _test_of(self.pattern)


def alternatives(pattern: str) -> list[str]:
    """Write out `{a,b}`; nested and empty alternatives are allowed."""
    found = [pattern]
    while any("{" in each for each in found):
        if len(found) > _ALTERNATIVES:
            msg = f"too many alternatives in {pattern!r}"
            raise ValueError(msg)
        found = [written for each in found for written in _first_braces(each)]
    return list(dict.fromkeys(found))


def names_alone(patterns: Iterable[str]) -> list[str]:
    """Give the patterns without their folders; those that name nothing by themselves (`*`, `*.db`) are left out."""
    names = {each.rpartition("/")[2] for written in patterns for each in alternatives(written)}
    return sorted(f"*/{name}" for name in names if len(_WILD.sub("", splitext(name)[0])) >= _TAIL)


def _first_braces(pattern: str) -> Iterable[str]:
    match = re.search(r"\{([^{}]*)\}", pattern)
    if match is None:
        if "{" in pattern:
            msg = f"unclosed brace in {pattern!r}"
            raise ValueError(msg)
        return [pattern]
    return [pattern[: match.start()] + choice + pattern[match.end() :] for choice in match[1].split(",")]


def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern without alternatives; atomic groups keep the cost linear in the path."""
    first, *rest = ("".join("." if c == "?" else re.escape(c) for c in part) for part in pattern.split("*"))
    if not rest:
        return re.compile(first, re.DOTALL)
    middle = "".join(f"(?>.*?{part})" for part in rest[:-1] if part)
    return re.compile(f"{first}{middle}.*{rest[-1]}", re.DOTALL)


def _test_of(pattern: str) -> Callable[[str], object]:
    if pattern.startswith("*") and not _WILD.search(pattern[1:]):
        tail = pattern[1:]
        return lambda path: path.endswith(tail)
    return compiled(pattern).fullmatch


class Matcher:
    """Tells which parsers want a path.

    Args:
        patterns: patterns of each parser. The answer names parsers in this order.
    """

    def __init__(self, patterns: Mapping[str, Iterable[str]]) -> None:
        self._by_name: dict[str, list[_Rule]] = {}
        self._by_tail: dict[str, list[tuple[str, str, _Rule]]] = {}
        self._by_folder: dict[str, list[_Rule]] = {}
        self._always: list[_Rule] = []
        self._in_folder: dict[str, tuple[_Rule, ...]] = {}
        for number, (parser, declared) in enumerate(patterns.items()):
            for pattern in dict.fromkeys(each for written in declared for each in alternatives(written)):
                needed = max(_WILD.split(pattern), key=len)
                self._add(_Rule(number, parser, pattern, needed))
        self._none = tuple(self._always)
        self._needed = tuple({rule.needed for rule in self._always})

    def _add(self, rule: _Rule) -> None:
        pattern = rule.pattern
        tail = _WILD.split(pattern)[-1]
        if "/" in tail and tail[-1] != "/":
            self._by_name.setdefault(tail.rpartition("/")[2], []).append(rule)
        elif not _WILD.search(pattern):
            self._by_name.setdefault(pattern.rpartition("/")[2], []).append(rule)
        elif len(tail) >= _TAIL and "/" not in tail:
            literal = max(_WILD.split(pattern)[:-1], key=len)
            self._by_tail.setdefault(tail[-_TAIL:], []).append((tail, literal, rule))
        elif folders := re.findall(r"(?<=/)[^/*?]+(?=/)", pattern):
            self._by_folder.setdefault(max(folders, key=len), []).append(rule)
        else:
            self._always.append(rule)

    def may_match(self, path: str) -> bool:
        """Say, at less cost than `match`, whether it may find something: of nearly every path it does not."""
        name = path[path.rfind("/") + 1 :]
        if name in self._by_name or name[-_TAIL:] in self._by_tail or self._by_folder:
            return True
        return any(map(path.__contains__, self._needed))

    def match(self, path: str) -> tuple[str, ...]:
        """Give the ids of the parsers whose patterns fit the whole path, in the order they were declared."""
        folder, _, name = path.rpartition("/")
        inside = self._in_folder.get(folder)
        if inside is None:
            inside = self._folder(folder)
        named, ends = self._by_name.get(name), self._by_tail.get(name[-_TAIL:])
        if named is None and ends is None and not inside:
            return ()
        hits = {rule.number: rule.parser for rule in named if rule.test(path)} if named else {}
        for tail, needed, rule in ends or ():
            if needed in path and name.endswith(tail) and rule.test(path):
                hits[rule.number] = rule.parser
        for rule in inside:
            if rule.needed in path and rule.test(path):
                hits[rule.number] = rule.parser
        return tuple(hits[number] for number in sorted(hits)) if hits else ()

    def _folder(self, folder: str) -> tuple[_Rule, ...]:
        """Give the rules that a folder's own name or that of one above it brings in; each folder is looked at once."""
        if len(self._in_folder) > _REMEMBERED:
            self._in_folder.clear()
        new, at = [folder], folder.rpartition("/")[0]
        while at and at not in self._in_folder and len(new) < _DEEP:
            new.append(at)
            at = at.rpartition("/")[0]
        found = self._in_folder.get(at)
        if found is None:
            found = self._none
            for part in at.split("/"):
                found = self._joined(found, part)
        for each in reversed(new):
            found = self._in_folder[each] = self._joined(found, each.rpartition("/")[2])
        return found

    def _joined(self, found: tuple[_Rule, ...], name: str) -> tuple[_Rule, ...]:
        more = self._by_folder.get(name)
        return found if more is None else (*found, *(rule for rule in more if rule not in found))
