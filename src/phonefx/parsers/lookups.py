"""Tells what a fitted query takes from other rows than the one it is about: from joined tables and from inner SELECTs.

Of a live row these are the rows that it stands beside. Of an older version or a deleted row nothing says that they are
those of its time, so what comes from them is told apart from what its own bytes say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from phonefx.parsers import sqltext
from phonefx.parsers.query import Fitted

_NOTHING: Final = "(SELECT NULL WHERE 0)"
_FOLLOW: Final = frozenset({"ON", "LEFT", "JOIN", "WHERE", "GROUP", "ORDER", "LIMIT", ")"})


@dataclass(frozen=True, slots=True)
class _Named:
    """What stands after FROM or JOIN: a table by name, from `at` to `end`, or a function or SELECT in `inside`."""

    at: int
    end: int
    table: str
    inside: str
    alias: str
    depth: int


def lookups(fitted: Fitted) -> dict[str, str]:
    """Give the columns of a query that can come from other rows, each as it is where nothing is found in those."""
    own = fitted.table.lower()
    others = _others(fitted.tail, own)
    alone = {name: _alone(expression, others, own) for name, expression in fitted.select.items()}
    return {name: expression for name, expression in alone.items() if expression != fitted.select[name]}


def tables(fitted: Fitted) -> list[str]:
    """Name the other tables that a query reads for its columns, in lower case."""
    own = fitted.table.lower()
    found = (name.lower() for text in (fitted.tail, *fitted.select.values()) for name in _tables(text, own))
    return list(dict.fromkeys(name for name in found if name != f"main.{own}"))


def scanned(tail: str) -> list[str]:
    """Name the tables in SELECTs that are joined: SQLite works such a SELECT out whole."""
    return [name for each in _named(tail) if each.depth == 0 for name in _tables(each.inside, "")]


def joined(tail: str) -> Iterator[tuple[str, str]]:
    """Give the alias of each table that is joined, in order, and the text that says what is joined and by what."""
    _, *listed = (each for each in _named(tail) if each.depth == 0)
    ends = [each.at for each in listed[1:]] + [len(tail)] * bool(listed)
    for each, end in zip(listed, ends, strict=True):
        yield each.alias, tail[each.at : end]


def renamed(text: str, names: Mapping[str, str]) -> str:
    """Have a part of a query read other tables: their names in lower case to what stands in their place."""
    done, last = [], 0
    for each in _named(text):
        if (name := names.get(each.table.lower())) is not None:
            done += [text[last : each.at], f"{name} AS {each.alias}" if each.alias == each.table else name]
            last = each.end
    return "".join([*done, text[last:]])


def _named(text: str) -> Iterator[_Named]:
    listed = [each for each in sqltext.tokens(text) if not each[1].isspace()] + [(len(text), ")", 0)] * 3
    for number, (_, word, depth) in enumerate(listed):
        if word.upper() not in {"FROM", "JOIN"}:
            continue
        at, name, _ = listed[number + 1]
        rest, inside = number + 2, ""
        if "(" in (name, listed[rest][1]):
            opening = at if name == "(" else listed[rest][0]
            closing = sqltext.closing(text, opening)
            inside = text[opening : closing + 1]
            rest = next(place for place, token in enumerate(listed) if token[0] > closing)
        if listed[rest][1].upper() == "AS":
            rest += 1
        alias = listed[rest][1]
        table = "" if inside else name
        yield _Named(at, at + len(name), table, inside, name if alias.upper() in _FOLLOW else alias, depth)


def _tables(text: str, own: str) -> list[str]:
    """Name the tables that a text reads beside the query's own, which holds nothing but the row at hand."""
    return [each.table for each in _named(text) if each.table and each.table.lower() != own]


def _others(tail: str, own: str) -> set[str]:
    """Name the aliases whose columns come from other rows; a list within the row itself is none of them."""
    _, *joined = (each for each in _named(tail) if each.depth == 0)
    others: set[str] = set()
    for each in joined:
        inside = each.inside or f"FROM {each.table}"
        made = inside[1:].lstrip()[:6].upper() == "SELECT"  # it cannot name the row at hand
        if made or _tables(inside, own) or _alone(inside, others, own) != inside:
            others.add(each.alias.lower())
    return others


def _alone(expression: str, others: set[str], own: str) -> str:
    done, skip_to = [], 0
    for at, token, _ in sqltext.tokens(expression):
        if at < skip_to:
            continue
        if token == "(" and expression[at + 1 :].lstrip()[:6].upper() == "SELECT":
            end = sqltext.closing(expression, at) + 1
            if _tables(expression[at:end], own):
                done.append(_NOTHING)
                skip_to = end
                continue
        alias, dot, _ = token.partition(".")
        done.append("NULL" if dot and alias.lower() in others else token)
    return "".join(done)
