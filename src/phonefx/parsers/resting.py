"""Writes what a query says so that it tells when it looks at a value that is lost of a row.

A lost value reads as NULL, and to a query NULL can mean much: a message without a sender is one of the owner. SQLite
works out no more of an expression than its answer needs: `coalesce(a, b)` never looks at b where a is there. So what
was looked at for an answer is what the answer rests on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from phonefx.parsers import sqltext
from phonefx.parsers.lookups import joined
from phonefx.parsers.query import Fitted

TELLS: Final = "phonefx_lost"
"""The function that is told the number of an expression before it gives a lost value, or one found by it."""
ROWID_NAMES: Final = frozenset({"rowid", "oid", "_rowid_"})
_WORDS: Final = frozenset(
    {"and", "asc", "between", "by", "case", "cast", "collate", "desc", "distinct", "else", "end", "escape", "exists",
     "from", "glob", "group", "in", "is", "join", "left", "like", "limit", "not", "null", "on", "or", "order", "select",
     "then", "union", "when", "where"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lost:
    """What names of a query stand for lost values: columns of its own row, and tables that are joined by them."""

    alias: str
    columns: frozenset[str]
    tables: frozenset[str] = frozenset()

    def told(self, text: str, number: int) -> str:
        """Write an expression so that it tells its number; as it is where it names nothing that is lost."""
        done, last = [], 0
        for at, token in self._named(text):
            done += [text[last:at], f"{TELLS}({number}, {token})"]
            last = at + len(token)
        return "".join([*done, text[last:]])

    def _named(self, text: str) -> Iterator[tuple[int, str]]:
        listed = [each for each in sqltext.tokens(text) if not each[1].isspace()]
        for place, (at, token, _) in enumerate(listed):
            name, dot, column = token.lower().partition(".")
            if dot and (name in self.tables or (name == self.alias and column in self.columns)):
                yield at, token
            elif not dot and name in self.columns - _WORDS:
                earlier = [each.upper() for _, each, _ in listed[max(0, place - 2) : place]]
                is_call = [each for _, each, _ in listed[place + 1 : place + 2]] == ["("]
                if not is_call and not {*earlier} & {"FROM", "JOIN"} and earlier[-1:] != ["AS"]:
                    yield at, token

    def names(self, text: str) -> bool:
        """Say whether an expression names anything that is lost."""
        return next(self._named(text), None) is not None


def lost(fitted: Fitted, columns: frozenset[str]) -> Lost:
    """Give what rests on lost columns, in lower case: a table that is joined by one of them does as well."""
    found = Lost(fitted.alias.lower(), columns)
    for alias, text in joined(fitted.tail):
        if found.names(text):
            found = Lost(found.alias, columns, found.tables | {alias.lower()})
    return found


def members(expression: str) -> dict[str, str]:
    """Give the members of a JSON object that an expression makes; none where it is no such call."""
    call = sqltext.whole_call(expression)
    if call is None or call.name.lower() != "json_object":
        return {}
    labels = [label.strip("'").replace("''", "'") for label in call.arguments[::2]]
    return dict(zip(labels, call.arguments[1::2], strict=True))


def told(found: Lost, expressions: Mapping[str, str]) -> dict[str, str]:
    """Give those of several expressions that name something lost, each so that it tells its place among them."""
    named = {name: text for name, text in expressions.items() if found.names(text)}
    return {name: found.told(text, number) for number, (name, text) in enumerate(named.items())}
