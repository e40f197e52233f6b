"""The little of SQL's grammar that fitting a query needs: strings, brackets, calls, the select list.

It reads only queries written in phonefx's own parsers, never text of the evidence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

Macro = Callable[[list[str]], str]

_TOKEN = re.compile(
    r"'(?:[^']|'')*'|--[^\n]*|[A-Za-z_][A-Za-z_0-9]*(?:\.[A-Za-z_][A-Za-z_0-9]*)*|[0-9]+|\s+|.", re.DOTALL
)
_OUTER = ("WHERE", "GROUP", "HAVING", "LIMIT", "UNION", "ORDER")
_JOINS = ("LEFT", "JOIN", "INNER", "CROSS", "NATURAL", "OUTER", "ON", "USING", *_OUTER)


@dataclass(frozen=True)
class Select:
    """A SELECT taken apart: (name, expression) of its list, its driving table and alias, and what follows FROM."""

    items: tuple[tuple[str, str], ...]
    table: str
    alias: str | None
    tail: str


@dataclass(frozen=True)
class Call:
    """A function call that is a whole expression."""

    name: str
    arguments: list[str]


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[tuple[int, str, int], ...]:
    """Give (offset, token, depth of brackets before it); comments are left out."""
    listed, at, depth = [], 0, 0
    for token in _TOKEN.findall(text):  # no match objects: this is most of the cost of fitting a query
        if token == ")":
            depth -= 1
        if token[:2] != "--":
            listed.append((at, token, depth))
        if token == "(":
            depth += 1
        at += len(token)
    return tuple(listed)


@lru_cache(maxsize=1024)
def parse_select(text: str) -> Select:
    """Take a SELECT apart; ValueError where it is not of the form that parsers use."""
    text = "".join(token for _, token, _ in tokens(text)).strip()
    start = re.match(r"SELECT\s", text, re.IGNORECASE)
    source = next((at for at, token, depth in tokens(text) if depth == 0 and token.upper() == "FROM"), None)
    if not start or source is None:
        msg = f"not a SELECT ... FROM: {text[:40]}"
        raise ValueError(msg)
    tail = text[source + 4 :].strip()
    items = []
    for item in split(text[start.end() : source]):
        named = re.fullmatch(r"(.*)\sAS\s+(\w+)\s*", item, re.DOTALL | re.IGNORECASE)
        bare = re.fullmatch(r"\s*(?:\w+\.)?(\w+)\s*", item)
        if named:
            items.append((named.group(2), named.group(1).strip()))
        elif bare:
            items.append((bare.group(1), item.strip()))
        else:
            msg = f"an expression needs a name: {item.strip()}"
            raise ValueError(msg)
    words = re.match(r"(\w+)(?:\s+AS)?(?:\s+(\w+))?", tail, re.IGNORECASE)
    if not words:
        msg = f"no driving table: {tail[:40]}"
        raise ValueError(msg)
    alias = words.group(2) if words.group(2) and words.group(2).upper() not in _JOINS else None
    return Select(tuple(items), words.group(1), alias, tail)


def split(text: str) -> list[str]:
    """Split at the commas that stand outside brackets and strings."""
    parts, last = [], 0
    for at, token, depth in tokens(text):
        if token == "," and depth == 0:
            parts.append(text[last:at])
            last = at + 1
    return [*parts, text[last:]]


def closing(text: str, opening: int) -> int:
    """Offset of the bracket that closes the one at `opening`."""
    return next(opening + at for at, token, depth in tokens(text[opening:]) if token == ")" and depth == 0)


def replace_calls(text: str, macros: Mapping[str, Macro]) -> str:
    """Expand every call of a macro, outermost first; a macro expands what is inside its own arguments."""
    done, skip_to, pending = [], 0, tokens(text)
    for index, (at, token, _) in enumerate(pending):
        if at < skip_to:
            continue
        if token in macros and index + 1 < len(pending) and pending[index + 1][1] == "(":
            opening, _, outside = pending[index + 1]
            end = next(stop for stop, each, depth in pending[index + 2 :] if each == ")" and depth == outside)
            arguments = [argument.strip() for argument in split(text[opening + 1 : end])]
            done.append(macros[token](arguments))
            skip_to = end + 1
        else:
            done.append(token)
    return "".join(done)


def whole_call(expression: str) -> Call | None:
    """The call that an expression is, if it is one and nothing else."""
    match = re.match(r"\s*(\w+)\(", expression)
    if not match:
        return None
    end = closing(expression, match.end() - 1)
    if expression[end + 1 :].strip():
        return None
    return Call(match.group(1), [each.strip() for each in split(expression[match.end() : end])])


def outer_keywords(tail: str) -> list[str]:
    """Clauses after FROM that would filter, group or order rows."""
    return [token.upper() for _, token, depth in tokens(tail) if depth == 0 and token.upper() in _OUTER]


def inner_optionals(text: str) -> list[str]:
    """Give the `opt(x.…)` of inner SELECTs that have `x` themselves: it is fitted outside of them, so always NULL."""
    found = []
    for at, token, _ in tokens(text):
        if token == "(" and re.match(r"\(\s*SELECT\b", text[at:], re.IGNORECASE):
            inner = text[at : closing(text, at) + 1]
            own = r"\b(?:FROM|JOIN)\s+(?:\w+|opt_table\([^)]*\))\s+(?:AS\s+)?{}\b"
            found += [each for each, alias in re.findall(r"\b(opt\(\s*(\w+)\.\w+)", inner)
                      if re.search(own.format(alias), inner, re.IGNORECASE)]  # fmt: skip
    return found


def literal(value: int | str) -> str:
    """A number or text as SQL."""
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def inner_joins(tail: str) -> str:
    """What is joined without LEFT: where a table of it is missing, there is no row to lose."""
    kept, inner, before = [], False, ""
    for _, token, depth in tokens(tail):
        word = token.upper()
        if depth == 0 and word == "JOIN":
            inner = before != "LEFT"
        elif inner:
            kept.append(token)
        if token.strip() and word != "OUTER":
            before = word
    return "".join(kept)
